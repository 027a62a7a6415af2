"""What the clock does: referrals that nobody moved for too long end, once, and nothing else does."""

import datetime

import pytest

from accounts.acting import for_member, for_system
from cases.models import Case
from referrals import actions, schedule
from referrals.models import Referral
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import (
    ENDED,
    asking,
    brought_to,
    current_grants_by,
    fresh,
    grants_by,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged

# Longer than any deadline with its month of silence.
LONG = datetime.timedelta(days=100)
SILENT = ("sent", "received", "accepted", "scheduled", "did_not_arrive")


def expire(after: datetime.timedelta = LONG) -> int:
    return actions.expire_silent_referrals(by="tests", now=NOW + after, today=TODAY + after)


@pytest.mark.parametrize("state", SILENT)
def test_what_nobody_moved_for_too_long_ends(cast: Cast, state: str) -> None:
    before = brought_to(cast, state)
    assert expire() == 1
    referral = fresh(before)
    assert (referral.state, referral.ended_at, referral.noted_at) == ("expired", NOW + LONG, None)
    assert referral.moved_at == NOW + LONG
    step = steps_of(referral)[-1]
    assert (step.move, step.from_state, step.to_state) == ("expire", state, "expired")
    assert (step.by, step.organisation, step.note) == (None, None, "")
    assert current_grants_by(referral) == []


def test_a_second_run_ends_nothing_again(cast: Cast) -> None:
    brought_to(cast, "sent")
    assert expire() == 1
    with unchanged():
        assert expire() == 0


def test_when_it_ends_the_clinic_sees_the_case_no_more(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    assert expire() == 1
    (grant,) = grants_by(referral)
    assert (grant.end_reason, grant.ended_by_id) == ("referral_ended", None)
    with for_member(cast.dr_ahmetov) as reader:
        assert not Case.objects.visible_to(reader).exists()


def test_the_audit_says_that_nobody_but_the_clock_did_it(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with audited() as entries:
        expire()
    assert [(e.verb, e.subject_id, e.detail) for e in entries] == [
        ("moved", referral.pk, {"move": "expire"}),
        ("ended", cast.gulnaras_case.pk, {"because": "referral_ended"}),
    ]
    assert {(e.actor_id, e.organisation_id, e.role) for e in entries} == {(None, None, "system")}
    assert_codes_only(entries)


@pytest.mark.parametrize("state", ["draft", "arrived", *ENDED])
def test_drafts_people_who_are_there_and_what_has_ended_do_not_expire(
    cast: Cast, state: str
) -> None:
    brought_to(cast, state)
    with unchanged():
        assert expire() == 0


@pytest.mark.parametrize("state", SILENT)
def test_it_stands_through_its_last_day_and_ends_on_the_next(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    facts = schedule.ReferralFacts(
        state,
        sent_on=TODAY,
        received_on=TODAY,
        accepted_on=TODAY,
        appointment_on=TODAY + datetime.timedelta(days=1),
    )
    last = schedule.expires_on(facts)
    assert last is not None
    with unchanged():
        assert expire(last - TODAY) == 0
    assert expire(last - TODAY + datetime.timedelta(days=1)) == 1
    assert fresh(referral).state == "expired"


def test_an_appointment_far_ahead_keeps_a_silent_referral_alive(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with for_member(cast.dr_ahmetov) as by:
        far = NOW + datetime.timedelta(days=90)
        actions.schedule_referral(by=by, referral=referral, at=far, place="", now=NOW)
    with unchanged():
        assert expire() == 0


def test_only_the_silent_ones_among_many_end(cast: Cast) -> None:
    silent = brought_to(cast, "sent")
    there = brought_to(cast, "arrived", asking(cast, reason="screening"))
    moved = brought_to(cast, "received", asking(cast, reason="emergency"))
    with for_system(reason="tests"):
        Referral.objects.filter(pk=moved.pk).update(received_at=NOW + LONG, moved_at=NOW + LONG)
    assert expire() == 1
    assert [fresh(one).state for one in (silent, there, moved)] == [
        "expired", "arrived", "received"
    ]  # fmt: skip


def test_of_two_at_once_the_clock_gives_way_and_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = brought_to(cast, "sent")
    second = brought_to(cast, "sent", asking(cast, reason="screening"))
    asked: list[schedule.ReferralFacts] = []

    def somebody_was_faster(facts: schedule.ReferralFacts, _today: datetime.date) -> bool:
        if not asked:
            Referral.objects.filter(pk=first.pk).update(state="received", received_at=NOW)
        asked.append(facts)
        return True

    monkeypatch.setattr(schedule, "is_expired", somebody_was_faster)
    assert expire() == 1
    assert [fresh(one).state for one in (first, second)] == ["received", "expired"]
    assert len(steps_of(first)) == 1


def test_a_run_ends_at_most_a_batch_and_the_next_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.actions.expire.BATCH", 1)
    for reason in ("screening", "emergency", "initial_test"):
        brought_to(cast, "sent", asking(cast, reason=reason))
    assert [expire(), expire(), expire(), expire()] == [1, 1, 1, 0]


def test_those_that_may_not_end_do_not_hide_those_that_must(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.actions.expire.BATCH", 1)
    brought_to(cast, "arrived", asking(cast, reason="screening"))
    silent = brought_to(cast, "sent")
    with for_system(reason="tests"):
        Referral.objects.filter(pk=silent.pk).update(moved_at=NOW + datetime.timedelta(hours=1))
    assert expire() == 1
    assert fresh(silent).state == "expired"
