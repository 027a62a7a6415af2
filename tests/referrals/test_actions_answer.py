"""What the receiver does: confirm, accept or not, make the appointment, answer."""

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError

from accounts.acting import for_member
from cases.actions import withdraw_consent
from cases.models import Case
from referrals import actions
from referrals.actions.answer import AnswerTerms
from referrals.models import Referral, ReferralAnswer
from referrals.states import MoveNotOpen
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import (
    ANSWER,
    ENDED,
    RECEIVERS,
    ROADS,
    SENDERS,
    TOMORROW,
    asking,
    brought_to,
    current_grants_by,
    done,
    fresh,
    grants_by,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged

DAY = datetime.timedelta(days=1)
# From which states each move of the receiver may be made; all else is refused.
MAY = {
    "receive": {"sent"},
    "accept": {"received"},
    "decline": {"received"},
    "redirect": {"received"},
    "schedule": {"accepted", "scheduled", "did_not_arrive"},
    "arrive": {"scheduled"},
    "miss": {"scheduled"},
    "complete": {"arrived"},
    "leave_early": {"arrived"},
}


@pytest.mark.parametrize("state", ROADS)
def test_what_the_state_does_not_allow_is_refused(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged():
        for move in (move for move, may in MAY.items() if state not in may):
            with pytest.raises(MoveNotOpen):
                done(cast, referral, move)


@pytest.mark.parametrize(("move", "state"), [(move, min(may)) for move, may in MAY.items()])
def test_of_two_who_answer_the_second_is_told_and_changes_nothing(
    cast: Cast, move: str, state: str
) -> None:
    seen_before = brought_to(cast, state)
    done(cast, fresh(seen_before), "cancel")
    with unchanged(), pytest.raises(actions.MovedMeanwhile):
        done(cast, seen_before, move)


@pytest.mark.parametrize("move", RECEIVERS)
def test_each_move_writes_one_step_and_one_audit_row_of_its_own(cast: Cast, move: str) -> None:
    state = min(MAY[move])
    before = brought_to(cast, state)
    with audited() as entries:
        after = done(cast, before, move)
    step = steps_of(after)[-1]
    assert len(steps_of(after)) == len(ROADS[state]) + 1
    assert (step.move, step.from_state, step.to_state) == (move, state, after.state)
    assert (step.by_id, step.organisation) == (cast.dr_ahmetov.user_id, cast.tb_clinic)
    assert step.at == after.moved_at == NOW
    moved = [(e.subject_type, e.subject_id, e.detail) for e in entries if e.verb == "moved"]
    assert moved == [("referral", after.pk, {"move": move})]
    assert_codes_only(entries)


@pytest.mark.parametrize("state", ENDED)
def test_the_steps_of_a_referral_are_the_road_it_took_and_no_access_is_left(
    cast: Cast, state: str
) -> None:
    referral = brought_to(cast, state)
    steps = steps_of(referral)
    assert tuple(step.move for step in steps) == ROADS[state]
    stood = ["draft", *(step.to_state for step in steps)]
    assert [step.from_state for step in steps] == stood[:-1]
    assert stood[-1] == state
    assert referral.ended_at == NOW
    assert current_grants_by(referral) == []


# --- saying no ------------------------------------------------------------------------------------


def test_a_no_has_its_reason_and_its_sentence(cast: Cast) -> None:
    referral = brought_to(cast, "declined")
    assert referral.decline_reason == "no_capacity"
    assert steps_of(referral)[-1].note == "Full until May"
    assert grants_by(referral) == []


def test_pointing_elsewhere_names_the_place_and_tells_it_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "redirected")
    assert referral.redirected_to == cast.hospital
    assert steps_of(referral)[-1].note == "They have a ward"
    with for_member(cast.dr_lee) as reader:
        assert not Referral.objects.visible_to(reader).exists()


def test_nothing_that_must_be_explained_is_done_without_a_word(cast: Cast) -> None:
    received = brought_to(cast, "received")
    arrived = brought_to(cast, "arrived", asking(cast, reason="screening"))
    refused = pytest.raises(IntegrityError, match="referral_step_has_its_reason")
    with unchanged(), refused, for_member(cast.dr_ahmetov) as by:
        actions.decline_referral(by=by, referral=received, because="other", note="", now=NOW)
    with unchanged(), refused, for_member(cast.dr_ahmetov) as by:
        actions.redirect_referral(by=by, referral=received, to=cast.hospital, note="", now=NOW)
    with unchanged(), refused, for_member(cast.dr_ahmetov) as by:
        actions.leave_referral_early(by=by, referral=arrived, note="", now=NOW)


def test_a_no_without_a_coded_reason_is_refused(cast: Cast) -> None:
    received = brought_to(cast, "received")
    refused = pytest.raises(IntegrityError, match="declined_has_its_reason")
    with unchanged(), refused, for_member(cast.dr_ahmetov) as by:
        actions.decline_referral(by=by, referral=received, because="", note="Full", now=NOW)


# --- the appointment ------------------------------------------------------------------------------


def test_an_appointment_has_its_moment_and_its_place(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    assert (referral.appointment_at, referral.appointment_place) == (TOMORROW, "Room 4")


def test_an_appointment_can_be_moved_and_each_time_is_a_step(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    later = TOMORROW + 3 * DAY
    with for_member(cast.dr_ahmetov) as by:
        actions.schedule_referral(by=by, referral=referral, at=later, place="Room 7", now=NOW)
    moved = fresh(referral)
    assert (moved.state, moved.appointment_at, moved.appointment_place) == (
        "scheduled", later, "Room 7"
    )  # fmt: skip
    assert [step.move for step in steps_of(moved)][-2:] == ["schedule", "schedule"]
    assert len(current_grants_by(moved)) == 1


def test_who_did_not_come_gets_another_appointment_and_the_clinic_keeps_the_case(
    cast: Cast,
) -> None:
    missed = brought_to(cast, "did_not_arrive")
    assert len(current_grants_by(missed)) == 1
    assert missed.ended_at is None
    again = done(cast, missed, "schedule")
    assert again.state == "scheduled"
    assert done(cast, again, "arrive").arrived_at == NOW


# --- the answer -----------------------------------------------------------------------------------


def test_the_answer_comes_back_and_the_clinic_sees_the_case_no_more(cast: Cast) -> None:
    referral = brought_to(cast, "arrived")
    terms = replace(ANSWER, next_visit_on=TODAY + 7 * DAY, concerns_tb=True)
    with for_member(cast.dr_ahmetov) as by:
        actions.complete_referral(by=by, referral=referral, answer=terms, now=NOW)
        assert not Case.objects.visible_to(by).exists()
    with for_member(cast.aigul) as reader:
        answer = ReferralAnswer.objects.visible_to(reader).get(referral=referral)
    assert (answer.outcome, answer.findings, answer.advice) == (
        "test_done", "Sputum negative", "Rest"
    )  # fmt: skip
    assert (answer.next_visit_on, answer.concerns_tb) == (TODAY + 7 * DAY, True)
    assert (answer.answered_by_id, answer.answered_at) == (cast.dr_ahmetov.user_id, NOW)
    (grant,) = grants_by(referral)
    assert (grant.end_reason, grant.ended_by_id) == ("referral_ended", cast.dr_ahmetov.user_id)


def test_leaving_before_the_end_takes_the_case_back_too(cast: Cast) -> None:
    referral = brought_to(cast, "left_early")
    assert steps_of(referral)[-1].note == "Went after an hour"
    (grant,) = grants_by(referral)
    assert grant.end_reason == "referral_ended"
    with for_member(cast.dr_ahmetov) as reader:
        assert not Case.objects.visible_to(reader).exists()


def test_a_referral_is_answered_once(cast: Cast) -> None:
    arrived = brought_to(cast, "arrived")
    done(cast, arrived, "complete")
    other = AnswerTerms(outcome="treated", findings="Something else")
    with unchanged(), pytest.raises(actions.MovedMeanwhile), for_member(cast.dr_ahmetov) as by:
        actions.complete_referral(by=by, referral=arrived, answer=other, now=NOW)


def test_withdrawing_consent_while_she_is_there_takes_the_case_and_lets_the_clinic_answer(
    cast: Cast,
) -> None:
    arrived = brought_to(cast, "arrived")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    with for_member(cast.dr_ahmetov) as reader:
        assert not Case.objects.visible_to(reader).exists()
    with audited() as entries:
        assert done(cast, arrived, "complete").state == "completed"
    (grant,) = grants_by(arrived)
    assert grant.end_reason == "consent_withdrawn"
    assert [entry.verb for entry in entries] == ["moved"]


def test_what_fails_halfway_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = brought_to(cast, "arrived")

    def broken(**_columns: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(ReferralAnswer.objects, "create", broken)
    with unchanged(), pytest.raises(ConnectionError), for_member(cast.dr_ahmetov) as by:
        actions.complete_referral(by=by, referral=arrived, answer=ANSWER, now=NOW)


def test_every_verb_of_the_two_sides_stands_in_these_tests() -> None:
    assert set(RECEIVERS) == set(MAY)
    tested = {*RECEIVERS, *SENDERS, "expire"}
    assert tested == {move for road in ROADS.values() for move in road}
