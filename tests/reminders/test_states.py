"""The table of moves, and the database that holds the same."""

import uuid
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.acting import for_system
from audit.keys import new_key
from cases.models import ContactPoint
from reminders import states
from reminders.choices import ReminderState
from reminders.gateway import Status
from reminders.models import Reminder
from tests.cast import Cast
from tests.reminders.stage import expected, plan, reminders

S = ReminderState
FINAL = (Status.DELIVERED, Status.FAILED)
PAIRS = [(one, other) for one, other in product(S, S) if one != other]


def test_every_state_is_in_the_table() -> None:
    assert set(states.MOVES) == set(S)


@pytest.mark.parametrize("state", [S.QUEUED, S.SENT, S.DELIVERED])
def test_what_the_gateway_has_never_waits_again(state: ReminderState) -> None:
    ahead, seen = [state], set[ReminderState]()
    while ahead:
        for following in states.MOVES[ahead.pop()] - seen - {S.FAILED}:
            seen.add(following)
            ahead.append(following)
    assert not seen & {*states.WAITING, S.CLAIMED, S.IN_DOUBT}


def test_only_what_is_planned_is_ever_claimed() -> None:
    assert [state for state in S if S.CLAIMED in states.MOVES[state]] == [S.SCHEDULED]


@pytest.mark.parametrize(("state", "status"), list(product(S, Status)))
def test_the_gateways_word_leads_forwards_or_nowhere(state: ReminderState, status: Status) -> None:
    led = states.after(state, status)
    order = [S.QUEUED, S.SENT, S.DELIVERED]
    if status is Status.UNKNOWN or state in {S.DELIVERED, S.FAILED}:
        assert led is None
    elif state in order and status not in FINAL:
        expected = status.value if order.index(S(status.value)) > order.index(state) else None
        assert led == expected
    else:
        assert led == status.value


def columns_of(state: ReminderState, contact: uuid.UUID) -> dict[str, object]:
    """Return columns with which a reminder may stand in a state."""
    columns: dict[str, object] = {
        "state": state,
        "contact_id": contact,
        "attempts": 1,
        "claim": uuid.uuid4() if state is S.CLAIMED else None,
        "claimed_until": Now() if state is S.CLAIMED else None,
        "denial": "no_number" if state is S.DENIED else "",
        "failure": "other" if state is S.FAILED else "",
        "ended_at": Now() if state in states.ENDED else None,
    }
    for name in ("queued", "sent", "delivered", "failed"):
        columns[f"{name}_at"] = Now() if state == name else None
    return columns


def test_the_database_allows_just_the_moves_of_the_table(cast: Cast) -> None:
    expected(cast)
    plan()
    with for_system(reason="tests"):
        contact = ContactPoint.objects.get(migrant=cast.gulnara).pk
        allowed = {(one, other) for one, other in PAIRS if moves(one, other, contact)}
    assert allowed == {(one, other) for one, other in PAIRS if states.may_follow(one, other)}


def moves(one: ReminderState, other: ReminderState, contact: uuid.UUID) -> bool:
    """Say whether the database lets a reminder move so; undo it."""
    save = transaction.savepoint()
    row = Reminder.objects.order_by("id").first()
    assert row
    copy = Reminder.objects.get(pk=row.pk)
    copy.pk, copy.key, copy.subject_id = new_key(), new_key(), new_key()
    copy.save(force_insert=True)
    rows = Reminder.objects.filter(pk=copy.pk)
    bring_to(rows, one, contact)
    try:
        with transaction.atomic():
            key = new_key() if one == S.FAILED else copy.key
            rows.update(**columns_of(other, contact), key=key)
    except IntegrityError as error:
        return "does not move" not in str(error)
    finally:
        transaction.savepoint_rollback(save)
    return True


def bring_to(rows: object, state: ReminderState, contact: uuid.UUID) -> None:
    """Bring a planned reminder to a state by moves that are allowed."""
    if state is S.IN_DOUBT:
        rows.update(**columns_of(S.CLAIMED, contact))  # type: ignore[attr-defined]
    if state is not S.SCHEDULED:
        rows.update(**columns_of(state, contact))  # type: ignore[attr-defined]


def test_without_another_key_a_failed_reminder_stays_failed(cast: Cast) -> None:
    expected(cast)
    plan()
    with for_system(reason="tests"):
        contact = ContactPoint.objects.get(migrant=cast.gulnara).pk
        rows = Reminder.objects.filter(pk=reminders()[0].pk)
        bring_to(rows, S.FAILED, contact)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns_of(S.SCHEDULED, contact))


@pytest.mark.parametrize(
    "change", [{"text": "Other"}, {"appointment_at": Now()}, {"contact_id": None}]
)
def test_what_went_out_stays_as_it_was(cast: Cast, change: dict[str, object]) -> None:
    expected(cast)
    plan()
    with for_system(reason="tests"):
        contact = ContactPoint.objects.get(migrant=cast.gulnara).pk
        rows = Reminder.objects.filter(pk=reminders()[0].pk)
        bring_to(rows, S.QUEUED, contact)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
