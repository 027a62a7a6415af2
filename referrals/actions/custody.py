"""Examinations of detained people: the centre asks, the clinic gives its formal answer."""

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting, for_system
from accounts.models import Organisation
from accounts.permissions import DataClass
from audit import actions as audit
from audit.keys import new_key
from audit.models import Verb
from cases import numbers
from referrals.actions.move import move_referral, write_step
from referrals.choices import Reason, ReferralKind
from referrals.models import Examination, FormalAnswer, Referral, Service
from referrals.moments import ALMATY
from referrals.states import ReferralMove, ReferralState, Side

TRIES = 5


@dataclass(frozen=True)
class ExaminationTerms:
    """What the officer writes of a person who is held: as told, nothing looked up."""

    recipient: Organisation
    asked: str
    escort: str
    service: Service | None = None
    priority: str = "routine"
    shown_name: str = ""
    shown_birth_year: int | None = None
    shown_sex: str = ""
    shown_citizenship: str = ""
    shown_language: str = ""
    needs_interpreter: bool = False


@dataclass(frozen=True)
class FormalTerms:
    """All that a centre may be told: fit to be held or not, and when to look again."""

    fitness: str
    look_again_on: datetime.date


@transaction.atomic
def ask_examination(
    *,
    by: Acting,
    terms: ExaminationTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    again: Examination | None = None,
) -> Examination:
    """Ask a clinic to examine a person who is held; the same submission asks once."""
    known = _asked_before(by, submission)
    for attempt in range(TRIES):
        if known:
            return known
        try:
            with transaction.atomic():
                return _ask(by, terms, submission, now, again)
        except IntegrityError as error:
            known = _asked_before(by, submission) if "submission" in str(error) else None
            is_twin = "number" in str(error) and attempt < TRIES - 1
            if not (known or is_twin):
                raise
    raise AssertionError("unreachable")


def _asked_before(by: Acting, submission: uuid.UUID) -> Examination | None:
    return Examination.objects.visible_to(by).filter(submission=submission).first()


def _ask(
    by: Acting,
    terms: ExaminationTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    again: Examination | None,
) -> Examination:
    # Never read back: of the referral the officer's session sees no row, only of its sheet.
    referral = Referral(
        id=new_key(),
        number=numbers.new_number(),
        kind=ReferralKind.EXAMINATION_FROM_CUSTODY,
        state=ReferralState.SENT,
        reason=Reason.OTHER,
        sender=by.works_for,
        data_classes=sorted([DataClass.IDENTITY, DataClass.HEALTH]),
        created_by=by.user,
        created_at=now,
        sent_at=now,
        moved_at=now,
        submission=submission,
        replaces_id=again.referral_id if again else None,
        **{name: getattr(terms, name) for name in terms.__dataclass_fields__},
    )
    referral.save(force_insert=True)
    audit.record(Verb.CREATED, by=by, subject_type="referral", subject_ids=[referral.pk])
    sent = ReferralState.DRAFT, ReferralState.SENT
    write_step(by=by, referral=referral, move=ReferralMove.SEND, states=sent, now=now)
    return Examination.objects.get(pk=referral.pk)


@transaction.atomic
def end_custody(*, by: Acting, examination: Examination, now: datetime.datetime) -> bool:
    """Say that the person is no longer held; from then on the centre sees only that it closed."""
    # The officer's session sees no referral, so the system writes: only of this centre, only once.
    with for_system(reason="a centre no longer holds the person"):
        ended = Referral.objects.filter(
            pk=examination.referral_id,
            kind=ReferralKind.EXAMINATION_FROM_CUSTODY,
            sender_id=by.works_for.pk,
            custody_ended_at__isnull=True,
        ).update(custody_ended_at=now)
    if ended:
        audit.record(
            Verb.CHANGED,
            by=by,
            subject_type="referral",
            subject_ids=[examination.referral_id],
            detail={"custody": "ended"},
        )
    return bool(ended)


@transaction.atomic
def take_back_examination(
    *, by: Acting, examination: Examination, because: str, now: datetime.datetime
) -> None:
    """Take an examination back with a coded reason; raises what a late move raises."""
    with for_system(reason="a centre takes its examination back"):
        referral = Referral.objects.get(
            pk=examination.referral_id,
            kind=ReferralKind.EXAMINATION_FROM_CUSTODY,
            sender_id=by.works_for.pk,
        )
        move_referral(
            by=by,
            referral=referral,
            move=ReferralMove.CANCEL,
            side=Side.SENDER,
            now=now,
            note=because,
            noted_at=now,
        )


@transaction.atomic
def complete_examination(
    *,
    by: Acting,
    referral: Referral,
    answer: FormalTerms,
    now: datetime.datetime,
) -> ReferralState:
    """Give the formal answer; what was found stays in the clinic's own records."""
    state = move_referral(
        by=by, referral=referral, move=ReferralMove.COMPLETE, side=Side.RECEIVER, now=now
    )
    FormalAnswer.objects.create(
        referral=referral,
        answered_by=by.user,
        answered_at=now,
        answered_on=now.astimezone(ALMATY).date(),
        **asdict(answer),
    )
    return state
