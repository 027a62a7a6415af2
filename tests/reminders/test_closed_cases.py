"""Closed cases, deaths, and appointments that move once more after somebody told the person."""

import pytest
from django.db import DatabaseError

from accounts.acting import for_member, for_system
from cases.models import Case
from reminders import actions
from reminders.models import Mute
from tests.cast import NOW, TODAY, Cast
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import (
    DAY,
    at_noon,
    expected,
    let_the_hour_come,
    moved,
    plan,
    reminders,
    send,
    to_do,
)
from tests.reminders.test_mute import OPTED_OUT, stop
from tests.situations import share_a_file
from tests.watching import unchanged


def close(case: Case, why: str) -> None:
    """Close a case as it happens while messages of it are on their way."""
    with for_system(reason="tests"):
        Case.objects.filter(pk=case.pk).update(state="closed", closing_reason=why, closed_on=TODAY)


@pytest.mark.parametrize("why", ["died", "declined_help", "opened_in_error", "resolved"])
def test_of_a_closed_case_nobody_is_told_of_an_appointment(cast: Cast, why: str) -> None:
    expected(cast)
    close(cast.gulnaras_case, why)
    with unchanged():
        assert plan() == 0


@pytest.mark.parametrize("why", ["died", "declined_help"])
def test_what_was_planned_before_the_case_was_closed_does_not_leave(cast: Cast, why: str) -> None:
    expected(cast)
    to_do(cast, "call_back", TODAY + DAY)
    assert plan() == 3
    let_the_hour_come()
    close(cast.gulnaras_case, why)
    gateway = FakeGateway()
    assert send(gateway) == 0
    assert gateway.calls == []
    plan()
    assert {one.state for one in reminders()} == {"cleared"}


def test_whoever_died_is_told_of_nothing_in_any_of_their_cases(cast: Cast) -> None:
    second = share_a_file(cast)
    expected(cast)
    to_do(cast, "call_back", TODAY + DAY)
    plan()
    let_the_hour_come()
    close(second, "died")
    assert send(FakeGateway()) == 0
    plan()
    assert {one.state for one in reminders()} == {"cleared"}


def test_an_appointment_moved_again_after_a_call_asks_for_another_call(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    let_the_hour_come()
    send(FakeGateway())
    referral = moved(cast, referral, at_noon(2) + DAY / 24)
    plan()
    note(cast)
    with unchanged():
        plan()
    again = NOW + DAY / 2
    with for_system(reason="tests"):
        referral.moved_at = again
        referral.appointment_at = at_noon(2) + DAY / 6
        referral.save(update_fields=["moved_at", "appointment_at"])
    plan()
    assert all(one.outdated_at and one.noted_at is None for one in reminders())
    assert {one.noted_by_id for one in reminders()} == {None}
    with unchanged():
        plan()


def note(cast: Cast) -> None:
    """Let Aigul call Gulnara."""
    with for_member(cast.aigul) as by:
        assert actions.note_reminder(by=by, reminder=reminders()[0], now=NOW)


@pytest.mark.parametrize("change", ["reason", "muted_at", "ended_at"])
def test_who_stopped_messages_and_why_is_not_rewritten(cast: Cast, change: str) -> None:
    stop(cast)
    values = {"reason": "organisation", "muted_at": NOW - DAY, "ended_at": None}
    with for_system(reason="tests"):
        if change == "ended_at":
            Mute.objects.update(ended_at=NOW, ended_by=cast.saule.user)
    refused = pytest.raises(DatabaseError, match="stays as it was")
    with unchanged(), refused, for_system(reason="tests"):
        Mute.objects.update(**{change: values[change]})


def test_nobody_stops_messages_in_somebody_elses_name(cast: Cast) -> None:
    mute = Mute(
        migrant=cast.gulnara,
        organisation=cast.komek,
        reason=OPTED_OUT,
        muted_by=cast.saule.user,
        muted_at=NOW,
    )
    refused = pytest.raises(DatabaseError, match="row-level security")
    with unchanged(), refused, for_member(cast.aigul):
        mute.save(force_insert=True)
