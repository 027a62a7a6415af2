"""One referral as its reader may see it, with the path it took and the moves open to them."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import DataClass, Permission
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.choices import Citizenship, Language, Sex
from cases.consent_rules import Gap
from cases.consents import SHARED_LABELS
from cases.models import CaseGrant
from cases.queries import main_names
from referrals import access, schedule
from referrals.actions.send import shown_to_receiver
from referrals.basis import NotCovered, basis_in_force, find_basis
from referrals.models import FormalAnswer, Referral, ReferralAnswer, ReferralStep
from referrals.moments import facts_of
from referrals.states import ENDED, ReferralMove, ReferralState, Side, moves_open_to

WAITS_FOR = {
    "receipt": _("Waiting for the receipt to be confirmed"),
    "answer": _("Waiting for yes or no"),
    "appointment": _("Waiting for an appointment"),
    "arrival": _("Waiting for the person to come"),
    "outcome": _("Waiting for the answer"),
}

NOTHING: frozenset[Gap] = frozenset()
SHOWN = ("shown_birth_year", "shown_sex", "shown_language")


@dataclass(frozen=True)
class ShownPerson:
    """What the receiver reads of the person before accepting."""

    name: str
    birth_year: int | None
    sex: str | Promise
    citizenship: str | Promise
    language: str | Promise
    needs_interpreter: bool


@dataclass(frozen=True)
class ReferralSheet:
    """What the reader may see of a referral."""

    id: uuid.UUID
    number: str
    state: str
    state_label: str
    side: Side
    sender: str
    recipient: str
    service: str
    service_note: str
    priority: str
    priority_label: str
    reason_label: str
    asked: str
    shared: list[str | Promise]
    hides_name: bool
    rests_on: str
    lacks: frozenset[Gap]
    person: ShownPerson
    case_id: uuid.UUID | None
    appointment_at: datetime.datetime | None
    appointment_place: str
    decline_reason: str
    redirected_to: str
    waits_for: str | Promise
    due_on: datetime.date | None
    days_late: int
    moves: tuple[ReferralMove, ...]
    is_to_note: bool
    may_refer_again: bool
    answer: ReferralAnswer | None
    hides_answer: bool
    is_from_custody: bool
    escort: str
    custody_ended_at: datetime.datetime | None
    formal_answer: FormalAnswer | None
    steps: list[ReferralStep]


def referral_sheet(acting: Acting, referral: Referral, today: datetime.date) -> ReferralSheet:
    """Return the referral for the reader, and write that it was read."""
    side = access.side_of(acting, referral)
    _record_read(acting, referral)
    facts = facts_of(referral)
    deadline = schedule.next_deadline(facts)
    answer = ReferralAnswer.objects.visible_to(acting).filter(referral=referral).first()
    rests_on, lacks = _rests_on(acting, referral, side, today)
    hides = answer is not None and not _may_read(acting, answer)
    return ReferralSheet(
        id=referral.pk,
        number=numbers.format_number(referral.number),
        state=referral.state,
        state_label=referral.get_state_display(),
        side=side,
        sender=referral.sender.name,
        recipient=referral.recipient.name,
        service=referral.service.name if referral.service else "",
        service_note=referral.service.description if referral.service else "",
        priority=referral.priority,
        priority_label=referral.get_priority_display(),
        reason_label=referral.what_for,
        asked=referral.asked,
        shared=[label for one, label in SHARED_LABELS.items() if one in referral.data_classes],
        hides_name=DataClass.IDENTITY not in referral.data_classes,
        rests_on=rests_on,
        lacks=lacks,
        person=_person(acting, referral, side),
        case_id=referral.case_id if _opens_case(acting, referral, side) else None,
        appointment_at=referral.appointment_at,
        appointment_place=referral.appointment_place,
        decline_reason=referral.get_decline_reason_display(),
        redirected_to=referral.redirected_to.name if referral.redirected_to else "",
        waits_for=WAITS_FOR[deadline.waits_for] if deadline else "",
        due_on=deadline.on if deadline else None,
        days_late=schedule.days_overdue(facts, today),
        moves=_moves(acting, referral, side),
        is_to_note=_is_to_note(acting, referral, side),
        may_refer_again=_may_refer_again(acting, referral, side),
        answer=None if hides else answer,
        hides_answer=hides,
        is_from_custody=referral.is_from_custody,
        escort=referral.escort,
        custody_ended_at=referral.custody_ended_at,
        formal_answer=_formal_answer(acting, referral),
        steps=_steps(acting, referral),
    )


def _record_read(acting: Acting, referral: Referral) -> None:
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="referral",
        subject_ids=[referral.pk],
        data_classes=[DataClass.REFERRAL, DataClass.IDENTITY],
        holders=referral.sender_id,
    )


def _person(acting: Acting, referral: Referral, side: Side) -> ShownPerson:
    shown = _shown(referral, side)
    sex, language = shown.get("shown_sex"), shown.get("shown_language")
    return ShownPerson(
        name=name_for(acting, referral, side),
        birth_year=shown.get("shown_birth_year"),
        sex=Sex(sex).label if sex and sex != Sex.UNKNOWN else "",
        citizenship=_citizenship(referral),
        language=Language(language).label if language else "",
        needs_interpreter=referral.needs_interpreter,
    )


def _citizenship(referral: Referral) -> str | Promise:
    said = referral.shown_citizenship
    return Citizenship(said).label if said and said != Citizenship.UNKNOWN else ""


def name_for(acting: Acting, referral: Referral, side: Side) -> str:
    """Return the person's name as this side knows it; the receiver may have been told none."""
    if side is Side.RECEIVER or referral.migrant_id is None:
        return referral.shown_name
    return main_names(acting, [referral.migrant_id]).get(referral.migrant_id, "")


def _shown(referral: Referral, side: Side) -> dict[str, Any]:
    # A draft shows its writer what sending will freeze.
    if referral.state == ReferralState.DRAFT and side is Side.SENDER and referral.migrant:
        return shown_to_receiver(referral.migrant, referral.data_classes)
    return {name: getattr(referral, name) for name in SHOWN}


def _rests_on(
    acting: Acting, referral: Referral, side: Side, today: datetime.date
) -> tuple[str, frozenset[Gap]]:
    """Return what it rests on, and what is still missing before it can be sent."""
    if referral.is_from_custody:
        return "custody", NOTHING
    if referral.legal_basis_id or referral.consent_id:
        if referral.state not in ENDED and basis_in_force(referral, today) is None:
            return "ended", NOTHING
        return "basis" if referral.legal_basis_id else "consent", NOTHING
    if referral.state != ReferralState.DRAFT or side is not Side.SENDER or not referral.case:
        return "", NOTHING
    try:
        basis = find_basis(acting, referral.case, referral.recipient, referral.data_classes, today)
    except NotCovered as refusal:
        return "", refusal.gaps
    return "consent" if basis.consent else "basis", NOTHING


def _opens_case(acting: Acting, referral: Referral, side: Side) -> bool:
    if not acting.may(Permission.SEE_CASE):
        return False
    # By the grant and not by the state: consent may have been withdrawn since it was accepted.
    grants = CaseGrant.objects.opening_to(acting).filter(source_id=referral.pk)
    return side is Side.SENDER or grants.exists()


def _may_read(acting: Acting, answer: ReferralAnswer) -> bool:
    needed = DataClass.TB if answer.concerns_tb else DataClass.HEALTH
    return needed in acting.reads


def _formal_answer(acting: Acting, referral: Referral) -> FormalAnswer | None:
    if not referral.is_from_custody:
        return None
    answers = FormalAnswer.objects.visible_to(acting).filter(referral=referral)
    return answers.select_related("answered_by").first()


def _moves(acting: Acting, referral: Referral, side: Side) -> tuple[ReferralMove, ...]:
    permission = Permission.SEND_REFERRAL if side is Side.SENDER else Permission.ANSWER_REFERRAL
    return moves_open_to(referral.state, side) if acting.may(permission) else ()


def _is_to_note(acting: Acting, referral: Referral, side: Side) -> bool:
    is_waiting = referral.ended_at is not None and referral.noted_at is None
    return is_waiting and side is Side.SENDER and acting.may(Permission.SEND_REFERRAL)


def _may_refer_again(acting: Acting, referral: Referral, side: Side) -> bool:
    is_over = ReferralState(referral.state) in ENDED - {ReferralState.COMPLETED}
    return is_over and side is Side.SENDER and acting.may(Permission.SEND_REFERRAL)


def _steps(acting: Acting, referral: Referral) -> list[ReferralStep]:
    steps = ReferralStep.objects.visible_to(acting).filter(referral=referral)
    return list(steps.select_related("by", "organisation").order_by("id"))
