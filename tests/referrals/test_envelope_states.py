"""What can happen to an envelope: every state, every move, every side, here and in the database."""

import itertools
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.acting import for_member, for_system
from referrals.envelope_states import (
    ENDED,
    MOVES,
    OPEN,
    EnvelopeMove,
    EnvelopeMoveNotOpen,
    EnvelopeSide,
    EnvelopeState,
    moves_open_to,
    next_state,
)
from tests.cast import Cast
from tests.referrals.envelopes import ROADS, brought_to

# Written down by hand from the description of the work, not from the code.
TABLE: dict[str, dict[str, dict[str, str]]] = {
    "consulate": {
        "sent": {"see": "seen", "take": "in_work"},
        "seen": {"take": "in_work", "answer": "answered"},
        "in_work": {"answer": "answered"},
    },
    "sender": {
        "sent": {"withdraw": "withdrawn"},
        "seen": {"withdraw": "withdrawn"},
        "in_work": {"withdraw": "withdrawn"},
        "answered": {"withdraw": "withdrawn", "close": "closed"},
    },
    "clock": {state: {"expire": "expired"} for state in ("sent", "seen", "in_work")},
}
EVERYTHING = list(itertools.product(EnvelopeState, EnvelopeMove, EnvelopeSide))


@pytest.mark.parametrize(("state", "move", "side"), EVERYTHING)
def test_each_move_by_each_side_leads_where_the_table_says_or_nowhere(
    state: EnvelopeState, move: EnvelopeMove, side: EnvelopeSide
) -> None:
    leads_to = TABLE[side].get(state, {}).get(move)
    if leads_to:
        assert next_state(state, move, side) == leads_to
    else:
        with pytest.raises(EnvelopeMoveNotOpen):
            next_state(state, move, side)


@pytest.mark.parametrize(("state", "side"), list(itertools.product(EnvelopeState, EnvelopeSide)))
def test_the_moves_on_the_buttons_are_those_the_server_does(
    state: EnvelopeState, side: EnvelopeSide
) -> None:
    assert {str(move) for move in moves_open_to(state, side)} == set(TABLE[side].get(state, {}))


def test_every_state_is_open_or_ended() -> None:
    assert set(EnvelopeState) == set(OPEN) | ENDED
    assert not set(OPEN) & ENDED
    assert set(MOVES) == set(EnvelopeMove)
    assert {move for move, rule in MOVES.items() if rule.needs_reason} == {EnvelopeMove.WITHDRAW}


@pytest.mark.parametrize("state", ROADS)
def test_the_database_lets_each_side_make_the_same_moves_and_no_others(
    cast: Cast, state: str
) -> None:
    envelope = brought_to(cast, state)
    members = {"consulate": cast.officer_kg, "sender": cast.aigul, "supervisor": cast.saule}
    for side, member in members.items():
        may = set(TABLE.get(side, {}).get(state, {}).values()) | {state}
        for to_state in EnvelopeState:
            with for_member(member):
                changed = attempt(envelope.pk, to_state)
            # What a side cannot see it does not change either, not even to what it is.
            if side == "supervisor" or (side == "consulate" and state not in OPEN):
                assert changed == 0, (side, state, to_state)
            else:
                assert (changed == 1) == (to_state in may), (side, state, to_state)
    with for_system(reason="tests"):
        every_side = {to for side in TABLE.values() for to in side.get(state, {}).values()}
        for to_state in EnvelopeState:
            assert (attempt(envelope.pk, to_state) == 1) == (to_state in every_side | {state})


def attempt(key: uuid.UUID, to_state: str) -> int:
    """Return how many rows changed, the change being undone."""
    statement = (
        "UPDATE referrals_envelope SET state = %s, seen_at = coalesce(seen_at, now()),"
        " answered_at = coalesce(answered_at, CASE WHEN %s IN ('answered', 'closed') THEN now() END),"
        " ended_at = coalesce(ended_at, CASE WHEN %s IN ('closed', 'withdrawn', 'expired')"
        " THEN now() END) WHERE id = %s"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [to_state, to_state, to_state, key])
            changed = int(cursor.rowcount)
            transaction.set_rollback(True)
            return changed
    except IntegrityError:
        return -1
