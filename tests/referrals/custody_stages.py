"""A detained person's examination in any state, brought there by the product's own actions."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from referrals import actions
from referrals.actions.custody import ExaminationTerms, FormalTerms
from referrals.actions.move import move_referral
from referrals.models import Examination, Referral
from referrals.states import ReferralMove, Side
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import ROADS, TOMORROW, fresh

NAME = "Сабыр"
IN_A_WEEK = TODAY + datetime.timedelta(days=7)
FIT = FormalTerms(fitness="fit", look_again_on=IN_A_WEEK)
# Every word that is not the centre's to know begins so.
SECRET = "planted"
Act = Callable[[Acting, Referral, Cast], object]
MOVES: dict[str, Act] = {
    "receive": lambda by, one, _cast: actions.receive_referral(by=by, referral=one, now=NOW),
    "accept": lambda by, one, _cast: actions.accept_referral(
        by=by, referral=one, now=NOW, today=TODAY
    ),
    "decline": lambda by, one, _cast: actions.decline_referral(
        by=by, referral=one, because="no_capacity", note=f"{SECRET} decline", now=NOW
    ),
    "redirect": lambda by, one, cast: actions.redirect_referral(
        by=by, referral=one, to=cast.tb_clinic, note=f"{SECRET} redirect", now=NOW
    ),
    "schedule": lambda by, one, _cast: actions.schedule_referral(
        by=by, referral=one, at=TOMORROW, place="Gate 2", now=NOW
    ),
    "arrive": lambda by, one, _cast: actions.mark_arrived(by=by, referral=one, now=NOW),
    "miss": lambda by, one, _cast: actions.mark_missed(by=by, referral=one, now=NOW),
    "complete": lambda by, one, _cast: actions.complete_examination(
        by=by, referral=one, answer=FIT, now=NOW
    ),
    "leave_early": lambda by, one, _cast: actions.leave_referral_early(
        by=by, referral=one, note=f"{SECRET} leaving", now=NOW
    ),
}
# Sent at once: there is no draft.
CUSTODY_ROADS = {state: road[1:] for state, road in ROADS.items() if state != "draft"}
CLOSED = ("left_early", "declined", "redirected", "cancelled", "expired")


def examining(clinic: Organisation, **changed: Any) -> ExaminationTerms:
    """Return what the officer writes of Sabyr."""
    terms: dict[str, Any] = {
        "recipient": clinic,
        "asked": "Says that his chest hurts",
        "escort": "Two officers, 9 to 17, duty desk +7 700 000 00 00",
        "shown_name": NAME,
        "shown_birth_year": 1990,
        "shown_sex": "male",
        "shown_citizenship": "KG",
        "shown_language": "ky",
    }
    return ExaminationTerms(**(terms | changed))


def asked(cast: Cast, by: str = "officer_reception", **changed: Any) -> Examination:
    """Let an officer ask the hospital to examine Sabyr."""
    with for_member(cast.members[by]) as officer:
        return actions.ask_examination(
            by=officer,
            terms=examining(changed.pop("recipient", cast.hospital), **changed),
            submission=uuid.uuid4(),
            now=NOW,
        )


def behind(examination: Examination) -> Referral:
    """Return the referral that no officer sees."""
    with for_system(reason="tests"):
        return fresh(Referral(pk=examination.referral_id))


def seen(examination: Examination) -> Examination:
    """Return the sheet as it is stored now."""
    with for_system(reason="tests"):
        return Examination.objects.get(pk=examination.pk)


def doctor_of(cast: Cast, referral: Referral) -> Acting:
    """Return who answers a referral."""
    return cast.dr_lee if referral.recipient_id == cast.hospital.pk else cast.dr_ahmetov


def step(cast: Cast, examination: Examination, move: str) -> None:
    """Do one move as whoever's it is."""
    referral = behind(examination)
    if move == "expire":
        with for_system(reason="tests") as system:
            expire = ReferralMove.EXPIRE
            move_referral(by=system, referral=referral, move=expire, side=Side.CLOCK, now=NOW)
    elif move == "cancel":
        with for_member(cast.officer_reception) as officer:
            actions.take_back_examination(
                by=officer, examination=examination, because="mistake", now=NOW
            )
    else:
        with for_member(doctor_of(cast, referral)) as doctor:
            MOVES[move](doctor, referral, cast)


def examined_to(cast: Cast, state: str, **changed: Any) -> Examination:
    """Return the sheet of an examination whose referral is in this state."""
    examination = asked(cast, **changed)
    for move in CUSTODY_ROADS[state]:
        step(cast, examination, move)
    assert behind(examination).state == state
    return seen(examination)


def released(cast: Cast, examination: Examination) -> Examination:
    """Let the officer say that Sabyr is no longer held."""
    with for_member(cast.officer_reception) as officer:
        actions.end_custody(by=officer, examination=examination, now=NOW)
    return seen(examination)
