"""Two people at one examination at the same moment: one winner, and nobody waits for ever."""

import uuid

import pytest

from accounts.acting import Acting, for_system
from referrals import actions
from referrals.actions.custody import FormalTerms
from referrals.models import Examination, FormalAnswer, Referral
from referrals.states import ReferralState
from tests.at_once import second_waits_for_first
from tests.cast import NOW, Cast
from tests.referrals.custody_stages import (
    FIT,
    IN_A_WEEK,
    asked,
    behind,
    examined_to,
    examining,
    seen,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_nurses_who_complete_at_once_the_first_is_heard(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived", recipient=cast.tb_clinic)
    referral = behind(sheet)

    def complete(by: Acting, answer: FormalTerms) -> ReferralState:
        return actions.complete_examination(by=by, referral=referral, answer=answer, now=NOW)

    done, later = second_waits_for_first(
        (cast.dr_ahmetov, lambda: complete(cast.dr_ahmetov, FIT)),
        (cast.nurse_olga, lambda: complete(cast.nurse_olga, FormalTerms("not_fit", IN_A_WEEK))),
    )
    assert done == "completed"
    assert isinstance(later, actions.MovedMeanwhile)
    assert seen(sheet).fitness == "fit"
    with for_system(reason="tests"):
        assert FormalAnswer.objects.count() == 1


def test_a_form_sent_twice_at_once_asks_once(cast: Cast) -> None:
    key = uuid.uuid4()

    def ask() -> Examination:
        return actions.ask_examination(
            by=cast.officer_reception, terms=examining(cast.hospital), submission=key, now=NOW
        )

    first, second = second_waits_for_first(
        (cast.officer_reception, ask), (cast.officer_reception, ask)
    )
    assert first == second
    with for_system(reason="tests"):
        assert Referral.objects.count() == 1


def test_custody_that_ends_while_the_clinic_answers_leaves_only_closed(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    referral = behind(sheet)
    _done, ended = second_waits_for_first(
        (
            cast.dr_lee,
            lambda: bool(
                actions.complete_examination(by=cast.dr_lee, referral=referral, answer=FIT, now=NOW)
            ),
        ),
        (
            cast.officer_reception,
            lambda: actions.end_custody(by=cast.officer_reception, examination=sheet, now=NOW),
        ),
    )
    assert ended is True
    assert (behind(sheet).state, seen(sheet).phase, seen(sheet).fitness) == (
        "completed", "closed", ""
    )  # fmt: skip


def test_an_appointment_made_while_custody_ends_is_not_seen(cast: Cast) -> None:
    sheet = examined_to(cast, "accepted")
    referral = behind(sheet)
    second_waits_for_first(
        (
            cast.officer_reception,
            lambda: str(actions.end_custody(by=cast.officer_reception, examination=sheet, now=NOW)),
        ),
        (
            cast.dr_lee,
            lambda: str(
                actions.schedule_referral(
                    by=cast.dr_lee, referral=referral, at=NOW, place="Gate", now=NOW
                )
            ),
        ),
    )
    assert behind(sheet).state == "scheduled"
    assert (seen(sheet).phase, seen(sheet).appointment_at) == ("closed", None)


def test_of_taking_back_and_declining_at_once_one_is_done(cast: Cast) -> None:
    sheet = asked(cast)
    referral = behind(sheet)
    _done, later = second_waits_for_first(
        (
            cast.dr_lee,
            lambda: actions.receive_referral(by=cast.dr_lee, referral=referral, now=NOW),
        ),
        (
            cast.officer_reception,
            lambda: actions.take_back_examination(
                by=cast.officer_reception, examination=sheet, because="wish", now=NOW
            ),
        ),
    )
    assert isinstance(later, actions.MovedMeanwhile)
    assert (behind(sheet).state, seen(sheet).phase) == ("received", "received")
