"""Examinations of detained people: asking, answering, the end of custody, and two at once."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.acting import for_member, for_system
from referrals import actions
from referrals.actions.answer import AnswerTerms
from referrals.actions.custody import FormalTerms
from referrals.models import Examination, FormalAnswer, Referral, ReferralAnswer, ReferralStep
from referrals.models.examination import Phase
from tests.cast import NOW, TODAY, Cast
from tests.referrals.custody_stages import (
    CLOSED,
    CUSTODY_ROADS,
    FIT,
    NAME,
    asked,
    behind,
    examined_to,
    examining,
    seen,
)
from tests.referrals.stages import TOMORROW, grants_by, steps_of
from tests.watching import assert_codes_only, audited, unchanged

DAY = datetime.timedelta(days=1)
PHASES = {
    "sent": "sent",
    "received": "received",
    "accepted": "received",
    "scheduled": "appointment",
    "did_not_arrive": "appointment",
    "arrived": "appointment",
    "completed": "answered",
    **dict.fromkeys(CLOSED, "closed"),
}


# --- asking ---------------------------------------------------------------------------------------


def test_asking_sends_a_referral_without_case_file_or_consent_at_once(cast: Cast) -> None:
    with audited() as rows:
        sheet = asked(cast)
    referral = behind(sheet)
    assert (referral.kind, referral.state) == ("examination_from_custody", "sent")
    assert (referral.case_id, referral.migrant_id) == (None, None)
    assert (referral.consent_id, referral.legal_basis_id) == (None, None)
    assert referral.data_classes == ["health", "identity"]
    assert referral.sender == cast.reception_centre
    assert [(one.move, one.from_state, one.to_state) for one in steps_of(referral)] == [
        ("send", "draft", "sent")
    ]
    assert [(row.verb, row.subject_id) for row in rows] == [
        ("created", referral.pk),
        ("moved", referral.pk),
    ]
    assert_codes_only(rows)


def test_the_sheet_holds_what_the_officer_wrote_and_stands_at_sent(cast: Cast) -> None:
    sheet = asked(cast, needs_interpreter=True, priority="urgent")
    assert (sheet.name, sheet.birth_year, sheet.sex) == (NAME, 1990, "male")
    assert (sheet.citizenship, sheet.language) == ("KG", "ky")
    assert (sheet.needs_interpreter, sheet.priority) == (True, "urgent")
    assert sheet.asked == "Says that his chest hurts"
    assert sheet.escort.startswith("Two officers")
    assert (sheet.centre_id, sheet.clinic_id) == (cast.reception_centre.pk, cast.hospital.pk)
    assert (sheet.phase, sheet.appointment_at, sheet.fitness) == ("sent", None, "")


def test_a_person_whose_name_nobody_knows_is_examined_too(cast: Cast) -> None:
    assert asked(cast, shown_name="", shown_birth_year=None, shown_sex="").name == ""


def test_the_same_submission_asks_once(cast: Cast) -> None:
    key = uuid.uuid4()
    with for_member(cast.officer_reception) as by:
        first, second = (
            actions.ask_examination(by=by, terms=examining(cast.hospital), submission=key, now=NOW)
            for _ in range(2)
        )
    assert first == second
    with for_system(reason="tests"):
        assert Referral.objects.count() == Examination.objects.count() == 1
        assert ReferralStep.objects.count() == 1


def test_asking_about_the_same_person_twice_says_nothing_of_the_first(cast: Cast) -> None:
    assert asked(cast).pk != asked(cast).pk


def test_who_is_not_a_centre_asks_for_no_examination(cast: Cast) -> None:
    for name in ("officer_kg", "aigul", "dr_lee", "saule"):
        with unchanged(), pytest.raises(DatabaseError, match="row-level security"):
            asked(cast, name)


def test_only_a_clinic_is_asked(cast: Cast) -> None:
    for house in (cast.komek, cast.consulate_kg, cast.health_department):
        with unchanged(), pytest.raises(DatabaseError, match="row-level security"):
            asked(cast, recipient=house)


def test_asking_again_settles_the_day_to_look_again(cast: Cast) -> None:
    answered = examined_to(cast, "completed")
    with for_member(cast.officer_reception) as by:
        actions.ask_examination(
            by=by,
            terms=examining(cast.hospital),
            submission=uuid.uuid4(),
            now=NOW,
            again=answered,
        )
    assert seen(answered).is_followed


def test_nothing_is_asked_again_that_another_centre_asked(cast: Cast) -> None:
    answered = examined_to(cast, "completed")
    with (
        unchanged(),
        pytest.raises(DatabaseError, match="row-level security"),
        for_member(cast.officer_south) as by,
    ):
        actions.ask_examination(
            by=by,
            terms=examining(cast.hospital),
            submission=uuid.uuid4(),
            now=NOW,
            again=answered,
        )


# --- what the sheet says in every state -----------------------------------------------------------


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_each_state_is_one_of_five_words_on_the_sheet(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    assert sheet.phase == PHASES[state]
    dated = sheet.phase in {Phase.APPOINTMENT, Phase.ANSWERED}
    assert sheet.appointment_at == (TOMORROW if dated else None)
    assert sheet.place == ("Gate 2" if dated else "")
    assert (sheet.fitness, sheet.look_again_on, sheet.answered_on) == (
        ("fit", FIT.look_again_on, TODAY) if state == "completed" else ("", None, None)
    )
    assert grants_by(behind(sheet)) == []


def test_however_it_closed_the_sheets_are_the_same(cast: Cast) -> None:
    own = {"id", "referral_id", "number", "submission", "_state"}
    closed = [
        {key: value for key, value in vars(examined_to(cast, state)).items() if key not in own}
        for state in CLOSED
    ]
    assert all(one == closed[0] for one in closed)


def test_another_appointment_takes_the_place_of_the_missed_one(cast: Cast) -> None:
    sheet = examined_to(cast, "did_not_arrive")
    with for_member(cast.dr_lee) as by:
        actions.schedule_referral(
            by=by, referral=behind(sheet), at=TOMORROW + DAY, place="Gate 3", now=NOW
        )
    assert (seen(sheet).appointment_at, seen(sheet).place) == (TOMORROW + DAY, "Gate 3")


def test_the_clock_ends_an_examination_that_nobody_confirmed(cast: Cast) -> None:
    sheet = asked(cast)
    later = NOW + 60 * DAY
    assert actions.expire_silent_referrals(by="tests", now=later, today=later.date()) == 1
    assert seen(sheet).phase == Phase.CLOSED


# --- the formal answer ----------------------------------------------------------------------------


def test_the_formal_answer_is_all_that_completing_writes(cast: Cast) -> None:
    sheet = examined_to(cast, "completed")
    with for_system(reason="tests"):
        answer = FormalAnswer.objects.get(referral_id=sheet.pk)
        assert not ReferralAnswer.objects.exists()
    assert (answer.fitness, answer.answered_by_id) == ("fit", cast.dr_lee.user_id)


@pytest.mark.parametrize("days", [0, -1, 15, 400])
def test_a_day_to_look_again_outside_14_days_is_refused_by_the_database(
    cast: Cast, days: int
) -> None:
    sheet = examined_to(cast, "arrived")
    answer = FormalTerms("not_fit", TODAY + days * DAY)
    with (
        unchanged(),
        pytest.raises(IntegrityError, match="looked_at_again_within_14_days"),
        for_member(cast.dr_lee) as by,
    ):
        actions.complete_examination(by=by, referral=behind(sheet), answer=answer, now=NOW)


def test_a_wrong_day_of_the_answer_does_not_stretch_the_14_days(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    with (
        unchanged(),
        pytest.raises(IntegrityError, match="the day of its moment"),
        for_member(cast.dr_lee) as by,
    ):
        FormalAnswer.objects.create(
            referral_id=sheet.pk,
            fitness="fit",
            look_again_on=TODAY + 20 * DAY,
            answered_by=by.user,
            answered_at=NOW,
            answered_on=TODAY + 10 * DAY,
        )


@pytest.mark.parametrize("days", [1, 14])
def test_a_day_to_look_again_within_14_days_is_stored(cast: Cast, days: int) -> None:
    sheet = examined_to(cast, "arrived")
    with for_member(cast.dr_lee) as by:
        answer = FormalTerms("not_fit", TODAY + days * DAY)
        actions.complete_examination(by=by, referral=behind(sheet), answer=answer, now=NOW)
    assert seen(sheet).look_again_on == TODAY + days * DAY


def test_an_examination_is_never_answered_with_findings(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    with (
        unchanged(),
        pytest.raises(DatabaseError, match="row-level security"),
        for_member(cast.dr_lee) as by,
    ):
        actions.complete_referral(
            by=by, referral=behind(sheet), answer=AnswerTerms("treated", "Findings"), now=NOW
        )


def test_only_what_was_completed_gets_a_formal_answer(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    with (
        unchanged(),
        pytest.raises(IntegrityError, match="only what was completed"),
        for_member(cast.dr_lee) as by,
    ):
        FormalAnswer.objects.create(
            referral_id=sheet.pk,
            fitness="fit",
            look_again_on=TODAY + DAY,
            answered_by=by.user,
            answered_at=NOW,
            answered_on=TODAY,
        )
