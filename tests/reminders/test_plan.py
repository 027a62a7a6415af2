"""The plan follows what is due: new, moved, called off, and who may be told at all."""

import datetime

import pytest
from django.db import connection

from accounts.acting import for_member, for_system
from cases.actions import finish_task
from cases.models import Case, ContactPoint, Migrant
from referrals.actions import cancel_referral
from reminders import actions
from reminders.choices import MuteReason
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import brought_to, done
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import (
    DAY,
    agree,
    at_noon,
    expected,
    let_the_hour_come,
    moved,
    path_of,
    plan,
    reminders,
    send,
    to_do,
)
from tests.watching import assert_codes_only, audited, unchanged

HOUR = datetime.timedelta(hours=1)


def states() -> list[str]:
    return [one.state for one in reminders()]


def change(migrant: Migrant, **columns: object) -> None:
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=migrant.pk).update(**columns)


def test_planning_twice_changes_nothing(cast: Cast) -> None:
    expected(cast)
    to_do(cast, "accompany", TODAY + 2 * DAY)
    assert plan() == 3
    with unchanged():
        assert plan() == 0


def test_what_is_planned_is_audited_without_a_word_about_anybody(cast: Cast) -> None:
    expected(cast)
    with audited() as entries:
        plan()
    assert {(one.verb, one.subject_type, one.role) for one in entries} == {
        ("created", "reminder", "system")
    }
    assert {one.subject_id for one in entries} == {one.pk for one in reminders()}
    assert_codes_only(entries)


def test_an_appointment_on_another_day_is_another_reminder(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    moved(cast, referral, at_noon(4))
    plan()
    assert states() == ["cleared", "cleared", "scheduled", "scheduled"]


def test_an_appointment_at_another_hour_is_the_same_reminder_with_another_text(
    cast: Cast,
) -> None:
    referral = expected(cast)
    plan()
    before = [one.pk for one in reminders()]
    moved(cast, referral, at_noon(2) + HOUR)
    plan()
    assert [one.pk for one in reminders()] == before
    assert all("13:00" in one.text for one in reminders())
    assert reminders()[1].next_at == at_noon(2) - HOUR


def test_what_was_called_off_is_cleared_and_comes_back_with_its_day(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    referral = moved(cast, referral, at_noon(4))
    plan()
    moved(cast, referral, at_noon(2))
    plan()
    assert states() == ["scheduled", "scheduled", "cleared", "cleared"]
    assert path_of(reminders()[0]) == ["scheduled", "cleared", "scheduled"]


@pytest.mark.parametrize("state", ["accepted", "arrived", "did_not_arrive", "cancelled"])
def test_who_is_not_expected_is_not_told(cast: Cast, state: str) -> None:
    agree(cast.gulnara)
    brought_to(cast, state)
    with unchanged():
        assert plan() == 0


def test_who_has_come_already_is_not_told_any_more(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    done(cast, referral, "arrive")
    plan()
    assert states() == ["cleared", "cleared"]


def test_a_finished_task_and_a_closed_case_need_no_reminder(cast: Cast) -> None:
    agree(cast.gulnara)
    first = to_do(cast, "call_back", TODAY + DAY)
    to_do(cast, "accompany", TODAY + 3 * DAY)
    plan()
    with for_member(cast.aigul) as by:
        finish_task(by=by, task=first, now=NOW)
    plan()
    assert states() == ["cleared", "scheduled"]
    with for_system(reason="tests"):
        Case.objects.filter(pk=cast.gulnaras_case.pk).update(
            state="closed", closing_reason="resolved", closed_on=TODAY
        )
    plan()
    assert states() == ["cleared", "cleared"]


def test_what_lapses_unsent_is_cleared(cast: Cast) -> None:
    expected(cast)
    plan()
    plan(at_noon(2))
    assert states() == ["cleared", "cleared"]


def test_why_nobody_was_told_stays_on_record(cast: Cast) -> None:
    expected(cast)
    agree(cast.gulnara, may=False)
    plan()
    with unchanged():
        plan(at_noon(3))
    assert {one.denial for one in reminders()} == {"not_agreed"}


@pytest.mark.parametrize("denial", ["no_number", "not_agreed", "does_not_read"])
def test_who_cannot_be_written_to_is_denied_until_that_changes(cast: Cast, denial: str) -> None:
    expected(cast)
    with for_system(reason="tests"):
        numbers = ContactPoint.objects.filter(migrant=cast.gulnara)
        numbers.update(is_current=denial != "no_number", may_message=denial != "not_agreed")
    change(cast.gulnara, reads="no" if denial == "does_not_read" else "yes")
    plan()
    assert {(one.state, one.denial) for one in reminders()} == {("denied", denial)}
    with for_system(reason="tests"):
        numbers.update(is_current=True, may_message=True)
    change(cast.gulnara, reads="yes")
    plan()
    assert states() == ["scheduled", "scheduled"]


def test_who_was_muted_waits_until_messages_are_allowed_again(cast: Cast) -> None:
    expected(cast)
    plan()
    with for_member(cast.aigul) as by:
        reason = MuteReason.OPTED_OUT
        assert actions.stop_messages(by=by, migrant=cast.gulnara, reason=reason, now=NOW)
    assert states() == ["muted", "muted"]
    with unchanged():
        plan()
    with for_member(cast.aigul) as by:
        assert actions.allow_messages_again(by=by, migrant=cast.gulnara, now=NOW)
    plan()
    assert states() == ["scheduled", "scheduled"]


def test_the_language_follows_the_person_until_it_goes_out(cast: Cast) -> None:
    expected(cast)
    plan()
    change(cast.gulnara, language="ug", other_languages=["uz", "ru"])
    plan()
    assert {one.language for one in reminders()} == {"uz"}
    assert all(one.text.startswith("Eslatamiz") for one in reminders())


def test_what_went_out_with_another_hour_is_marked_and_never_sent_again(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    let_the_hour_come()
    gateway = FakeGateway()
    send(gateway)
    referral = moved(cast, referral, at_noon(2) + HOUR)
    assert plan() == 2
    assert all(one.outdated_at and "12:00" in one.text for one in reminders())
    with unchanged():
        plan()
    let_the_hour_come()
    send(gateway)
    assert len(gateway.taken) == 2
    moved(cast, referral, at_noon(2))
    plan()
    assert [one.outdated_at for one in reminders()] == [None, None]


def test_a_visit_called_off_after_the_message_went_out_is_marked(cast: Cast) -> None:
    referral = expected(cast)
    plan()
    let_the_hour_come()
    send(FakeGateway())
    with for_member(cast.aigul) as by:
        cancel_referral(by=by, referral=referral, reason="She went home", now=NOW)
    plan()
    assert all(one.outdated_at for one in reminders())


def test_while_another_plans_nothing_is_planned(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected(cast)
    monkeypatch.setattr("reminders.actions.plan._is_ours_to_plan", lambda: False)
    with unchanged():
        assert plan() == 0


def test_the_number_of_statements_does_not_grow(cast: Cast) -> None:
    def statements() -> int:
        before = len(connection.queries_log)
        plan()
        return len(connection.queries_log) - before

    connection.force_debug_cursor = True
    try:
        expected(cast)
        few = statements()
        for days in range(1, 7):
            to_do(cast, "call_back", TODAY + days * DAY)
            to_do(cast, "accompany", TODAY + days * DAY)
        assert statements() == few
    finally:
        connection.force_debug_cursor = False
    assert len(reminders()) > 10
