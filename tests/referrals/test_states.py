"""What can happen to a referral: every state, every move, every side, against a table of its own."""

import itertools

import pytest

from referrals.states import (
    ENDED,
    GRANTED,
    MOVES,
    OPEN,
    MoveNotOpen,
    ReferralMove,
    ReferralState,
    Side,
    moves_open_to,
    next_state,
)

# Written down by hand from the description of the work, not from the code.
SENDERS = {
    "draft": {"send": "sent", "cancel": "cancelled"},
    "sent": {"cancel": "cancelled"},
    "received": {"cancel": "cancelled"},
    "accepted": {"cancel": "cancelled"},
    "scheduled": {"cancel": "cancelled"},
    "did_not_arrive": {"cancel": "cancelled"},
    "arrived": {"cancel": "cancelled"},
}
RECEIVERS = {
    "sent": {"receive": "received"},
    "received": {"accept": "accepted", "decline": "declined", "redirect": "redirected"},
    "accepted": {"schedule": "scheduled"},
    "scheduled": {"schedule": "scheduled", "arrive": "arrived", "miss": "did_not_arrive"},
    "did_not_arrive": {"schedule": "scheduled"},
    "arrived": {"complete": "completed", "leave_early": "left_early"},
}
CLOCKS = {
    state: {"expire": "expired"}
    for state in ("sent", "received", "accepted", "scheduled", "did_not_arrive", "arrived")
}
TABLE: dict[str, dict[str, dict[str, str]]] = {
    "sender": SENDERS,
    "receiver": RECEIVERS,
    "clock": CLOCKS,
}
EVERYTHING = list(itertools.product(ReferralState, ReferralMove, Side))
each_state = pytest.mark.parametrize("state", ReferralState)
each_side = pytest.mark.parametrize("side", Side)


@pytest.mark.parametrize(("state", "move", "side"), EVERYTHING)
def test_each_move_by_each_side_leads_where_the_table_says_or_nowhere(
    state: ReferralState, move: ReferralMove, side: Side
) -> None:
    leads_to = TABLE[side].get(state, {}).get(move)
    if leads_to:
        assert next_state(state, move, side) == leads_to
    else:
        with pytest.raises(MoveNotOpen):
            next_state(state, move, side)


@each_state
@each_side
def test_the_moves_on_the_buttons_are_those_the_server_does(
    state: ReferralState, side: Side
) -> None:
    done = []
    for move in MOVES:
        try:
            next_state(state, move, side)
        except MoveNotOpen:
            continue
        done.append(move)
    assert moves_open_to(state, side) == tuple(done)
    assert {str(move) for move in done} == set(TABLE[side].get(state, {}))


def test_every_move_stands_in_the_table_once() -> None:
    assert set(MOVES) == set(ReferralMove)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_referral_can_be_taken_back_by_its_sender(state: ReferralState) -> None:
    assert next_state(state, ReferralMove.CANCEL, Side.SENDER) is ReferralState.CANCELLED


@pytest.mark.parametrize("state", sorted(ENDED))
@each_side
def test_an_ended_referral_has_no_moves(state: ReferralState, side: Side) -> None:
    assert moves_open_to(state, side) == ()


def test_open_and_ended_share_out_the_states() -> None:
    assert {str(state) for state in ENDED} == {
        "declined", "redirected", "completed", "left_early", "cancelled", "expired"
    }  # fmt: skip
    assert set(ReferralState) == OPEN | ENDED
    assert not OPEN & ENDED


def test_saying_no_ending_early_and_taking_back_must_be_explained_and_nothing_else() -> None:
    explained = {str(move) for move, rule in MOVES.items() if rule.needs_reason}
    assert explained == {"decline", "redirect", "leave_early", "cancel"}


def test_a_draft_is_nobodys_but_its_senders() -> None:
    assert moves_open_to("draft", Side.RECEIVER) == ()
    assert moves_open_to("draft", Side.CLOCK) == ()


def roads_from(state: str) -> set[str]:
    return {rule.to_state for rule in MOVES.values() if ReferralState(state) in rule.from_states}


def test_every_state_is_reached_from_a_draft() -> None:
    reached, edge = {"draft"}, {"draft"}
    while edge:
        edge = {to for state in edge for to in roads_from(state)} - reached
        reached |= edge
    assert reached == set(ReferralState)


def test_nobody_gets_to_a_state_that_opens_the_case_but_by_accepting() -> None:
    ways_in = {
        (str(move), str(state))
        for move, rule in MOVES.items()
        if rule.to_state in GRANTED
        for state in rule.from_states - GRANTED
    }
    assert ways_in == {("accept", "received")}


def test_only_the_receiver_moves_what_only_the_receiver_can_know() -> None:
    sides = {str(move): rule.side for move, rule in MOVES.items()}
    assert {move for move, side in sides.items() if side is Side.CLOCK} == {"expire"}
    assert {move for move, side in sides.items() if side is Side.SENDER} == {"send", "cancel"}


@pytest.mark.parametrize("state", ["", "Sent", "in_work"])
def test_a_state_nobody_defined_is_refused(state: str) -> None:
    with pytest.raises(ValueError, match="is not a valid ReferralState"):
        next_state(state, ReferralMove.SEND, Side.SENDER)
    with pytest.raises(ValueError, match="is not a valid ReferralState"):
        moves_open_to(state, Side.SENDER)


def test_each_state_and_each_move_has_a_name_of_its_own() -> None:
    assert len({str(state.label) for state in ReferralState}) == len(ReferralState)
    assert len({str(move.label) for move in ReferralMove}) == len(ReferralMove)
