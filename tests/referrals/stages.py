"""Gulnara's referral to the TB clinic in any state, brought there by the product's own actions."""

import datetime
import uuid
from collections.abc import Callable

from accounts.acting import Acting, for_member, for_system
from audit.models import Entry
from cases.actions import move_case
from cases.models import Case, CaseGrant
from cases.states import CaseMove
from referrals import actions
from referrals.actions.answer import AnswerTerms
from referrals.actions.move import move_referral
from referrals.actions.send import ReferralTerms
from referrals.models import Referral, ReferralStep, Service
from referrals.states import ReferralMove, Side
from tests.cast import AGREED, NOW, TODAY, Cast

TOMORROW = NOW + datetime.timedelta(days=1)
ANSWER = AnswerTerms(outcome="test_done", findings="Sputum negative", advice="Rest")
Act = Callable[[Acting, Referral, Cast], object]
SENDERS: dict[str, Act] = {
    "send": lambda by, one, _cast: actions.send_referral(by=by, referral=one, now=NOW, today=TODAY),
    "cancel": lambda by, one, _cast: actions.cancel_referral(
        by=by, referral=one, reason="She went home", now=NOW
    ),
}
RECEIVERS: dict[str, Act] = {
    "receive": lambda by, one, _cast: actions.receive_referral(by=by, referral=one, now=NOW),
    "accept": lambda by, one, _cast: actions.accept_referral(
        by=by, referral=one, now=NOW, today=TODAY
    ),
    "decline": lambda by, one, _cast: actions.decline_referral(
        by=by, referral=one, because="no_capacity", note="Full until May", now=NOW
    ),
    "redirect": lambda by, one, cast: actions.redirect_referral(
        by=by, referral=one, to=cast.hospital, note="They have a ward", now=NOW
    ),
    "schedule": lambda by, one, _cast: actions.schedule_referral(
        by=by, referral=one, at=TOMORROW, place="Room 4", now=NOW
    ),
    "arrive": lambda by, one, _cast: actions.mark_arrived(by=by, referral=one, now=NOW),
    "miss": lambda by, one, _cast: actions.mark_missed(by=by, referral=one, now=NOW),
    "complete": lambda by, one, _cast: actions.complete_referral(
        by=by, referral=one, answer=ANSWER, now=NOW
    ),
    "leave_early": lambda by, one, _cast: actions.leave_referral_early(
        by=by, referral=one, note="Went after an hour", now=NOW
    ),
}
ROADS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "sent": ("send",),
    "received": ("send", "receive"),
    "accepted": ("send", "receive", "accept"),
    "scheduled": ("send", "receive", "accept", "schedule"),
    "arrived": ("send", "receive", "accept", "schedule", "arrive"),
    "did_not_arrive": ("send", "receive", "accept", "schedule", "miss"),
    "completed": ("send", "receive", "accept", "schedule", "arrive", "complete"),
    "left_early": ("send", "receive", "accept", "schedule", "arrive", "leave_early"),
    "declined": ("send", "receive", "decline"),
    "redirected": ("send", "receive", "redirect"),
    "cancelled": ("send", "cancel"),
    "expired": ("send", "expire"),
}
ENDED = ("completed", "left_early", "declined", "redirected", "cancelled", "expired")
OPEN = tuple(state for state in ROADS if state not in ENDED)


def asking(cast: Cast, *classes: str, reason: str = "initial_test") -> ReferralTerms:
    """Return what Aigul asks of the TB clinic."""
    return ReferralTerms(
        recipient=cast.tb_clinic,
        reason=reason,
        asked="Coughs for a month, please examine",
        data_classes=classes or AGREED,
    )


def drafted(cast: Cast, terms: ReferralTerms | None = None, case: Case | None = None) -> Referral:
    """Let Aigul write a referral, and not send it."""
    with for_member(cast.aigul) as by:
        return actions.draft_referral(
            by=by,
            case=case or cast.gulnaras_case,
            terms=terms or asking(cast),
            submission=uuid.uuid4(),
            now=NOW,
        )


def close_case(cast: Cast) -> None:
    """Let Aigul close Gulnara's case."""
    with for_member(cast.aigul) as by:
        move_case(
            by=by,
            case=cast.gulnaras_case,
            move=CaseMove.CLOSE,
            now=NOW,
            today=TODAY,
            reason="All done",
            closing_reason="resolved",
        )
    cast.gulnaras_case.state = "closed"


def brought_to(cast: Cast, state: str, terms: ReferralTerms | None = None) -> Referral:
    """Return the referral in this state."""
    referral = drafted(cast, terms)
    for move in ROADS[state]:
        referral = done(cast, referral, move)
    assert referral.state == state
    return referral


def done(cast: Cast, referral: Referral, move: str) -> Referral:
    """Do one move as whoever's it is, on the row as it was read; return the row as it is then."""
    if move == "expire":
        with for_system(reason="tests") as system:
            expiring = ReferralMove.EXPIRE
            move_referral(by=system, referral=referral, move=expiring, side=Side.CLOCK, now=NOW)
        return fresh(referral)
    who = cast.aigul if move in SENDERS else cast.dr_ahmetov
    with for_member(who) as by:
        (SENDERS | RECEIVERS)[move](by, referral, cast)
    return fresh(referral)


def fresh(referral: Referral) -> Referral:
    """Return the row as it is stored now."""
    with for_system(reason="tests"):
        parties = ("sender", "recipient", "service", "redirected_to", "case", "migrant")
        return Referral.objects.select_related(*parties).get(pk=referral.pk)


def steps_of(referral: Referral) -> list[ReferralStep]:
    """Return every step of a referral, in order."""
    with for_system(reason="tests"):
        return list(referral.steps.select_related("by", "organisation").order_by("id"))


def grants_by(referral: Referral) -> list[CaseGrant]:
    """Return every grant a referral gave."""
    with for_system(reason="tests"):
        return list(CaseGrant.objects.filter(source_id=referral.pk))


def current_grants_by(referral: Referral) -> list[CaseGrant]:
    """Return the grants a referral gave that are in force."""
    with for_system(reason="tests"):
        return list(CaseGrant.objects.filter(source_id=referral.pk).current())


def audit_rows(**which: object) -> list[Entry]:
    """Return audit rows, in order."""
    with for_system(reason="tests"):
        return list(Entry.objects.filter(**which).order_by("id"))


def offered_by(cast: Cast) -> dict[str, Service]:
    """Let the two clinics offer what they do; return the services by kind."""
    offers = {
        "tb_examination": cast.tb_clinic,
        "tb_treatment": cast.tb_clinic,
        "emergency": cast.hospital,
    }
    with for_system(reason="tests"):
        return {
            kind: Service.objects.create(organisation=house, kind=kind, name=kind.title())
            for kind, house in offers.items()
        }
