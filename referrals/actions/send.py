"""What the sender does: write a referral, send it, cancel it, take note of how it ended."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from accounts.models import Organisation
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.actions import choose_documents
from cases.models import Case, Migrant, MigrantName
from cases.states import CaseState
from referrals.actions.move import move_referral
from referrals.basis import find_basis
from referrals.models import Referral, Service
from referrals.states import ENDED, ReferralMove, ReferralState, Side, next_state

TRIES = 5


@dataclass(frozen=True)
class ReferralTerms:
    """What the sender puts in."""

    recipient: Organisation
    reason: str
    asked: str
    data_classes: tuple[str, ...]
    service: Service | None = None
    priority: str = "routine"
    needs_interpreter: bool = False
    document_ids: tuple[uuid.UUID, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the values as the table wants them; documents are a class of data of their own."""
        shallow = {name: getattr(self, name) for name in self.__dataclass_fields__}
        del shallow["document_ids"]
        along = {DataClass.DOCUMENTS.value} if self.document_ids else set()
        classes = set(self.data_classes) - {DataClass.DOCUMENTS.value} | along
        return {**shallow, "data_classes": sorted(classes)}


class CaseIsClosed(Exception):
    """A closed case is not referred; it can be reopened."""


class AlreadyReferred(Exception):
    """The same question to the same organisation is still open."""

    def __init__(self, referral: Referral | None) -> None:
        super().__init__("already referred")
        self.referral = referral


@transaction.atomic
def draft_referral(
    *,
    by: Acting,
    case: Case,
    terms: ReferralTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    replaces: Referral | None = None,
) -> Referral:
    """Write a referral that nobody else sees yet; the same submission writes it once."""
    known = Referral.objects.filter(submission=submission).first()
    if known:
        return known
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed(case.pk)
    return _create(by, case, terms, submission, now, replaces)


def _create(
    by: Acting,
    case: Case,
    terms: ReferralTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    replaces: Referral | None,
) -> Referral:
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                referral = Referral.objects.create(
                    number=numbers.new_number(),
                    case=case,
                    migrant_id=case.migrant_id,
                    sender_id=case.organisation_id,
                    created_by=by.user,
                    created_at=now,
                    moved_at=now,
                    submission=submission,
                    replaces=replaces,
                    **terms.columns(),
                )
                audit.record(
                    Verb.CREATED, by=by, subject_type="referral", subject_ids=[referral.pk]
                )
                _take_along(by, referral, terms, now)
                return referral
        except IntegrityError as error:
            if "one_open_referral" in str(error):
                raise AlreadyReferred(_same_question(by, case.pk, terms)) from error
            if "submission" in str(error):
                return Referral.objects.get(submission=submission)
            if "number" not in str(error) or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _same_question(by: Acting, case_id: uuid.UUID, terms: ReferralTerms) -> Referral | None:
    return (
        Referral.objects.visible_to(by)
        .filter(case_id=case_id, recipient=terms.recipient, reason=terms.reason)
        .exclude(state__in=ENDED)
        .first()
    )


def _take_along(
    by: Acting, referral: Referral, terms: ReferralTerms, now: datetime.datetime
) -> None:
    if referral.case:
        choose_documents(
            by=by,
            case=referral.case,
            source_id=referral.pk,
            document_ids=terms.document_ids,
            now=now,
        )


@transaction.atomic
def change_draft(
    *, by: Acting, referral: Referral, terms: ReferralTerms, now: datetime.datetime
) -> bool:
    """Change a referral that was not sent yet; say whether it still could be."""
    draft = Referral.objects.filter(pk=referral.pk, state=ReferralState.DRAFT)
    try:
        with transaction.atomic():
            changed = draft.update(**terms.columns())
    except IntegrityError as error:
        if "one_open_referral" in str(error) and referral.case_id:
            raise AlreadyReferred(_same_question(by, referral.case_id, terms)) from error
        raise
    if changed:
        audit.record(Verb.CHANGED, by=by, subject_type="referral", subject_ids=[referral.pk])
        _take_along(by, referral, terms, now)
    return bool(changed)


@transaction.atomic
def send_referral(
    *, by: Acting, referral: Referral, now: datetime.datetime, today: datetime.date
) -> ReferralState:
    """Send it on the basis that covers it; raises NotCovered, and nothing leaves the house."""
    # Locked and read again: a draft that somebody changes at this moment must not leave on the
    # basis, and with the columns, of what it was before.
    drafts = Referral.objects.select_for_update(of=("self",)).select_related("recipient")
    draft = drafts.get(pk=referral.pk)
    # First, so that an old page is told what happened since and not what became of the consent.
    next_state(draft.state, ReferralMove.SEND, Side.SENDER)
    # A draft has a case: what has none is sent at once, by the action of its own.
    case = Case.objects.select_related("migrant").get(referrals=draft)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed(case.pk)
    basis = find_basis(by, case, draft.recipient, draft.data_classes, today)
    return move_referral(
        by=by,
        referral=referral,
        move=ReferralMove.SEND,
        side=Side.SENDER,
        now=now,
        sent_at=now,
        consent=basis.consent,
        legal_basis=basis.legal_basis,
        **shown_to_receiver(case.migrant, draft.data_classes),
    )


def shown_to_receiver(migrant: Migrant, data_classes: list[str]) -> dict[str, Any]:
    """Return the frozen columns that the receiver reads before accepting."""
    shown: dict[str, Any] = {"shown_language": migrant.language}
    if DataClass.IDENTITY in data_classes:
        main = MigrantName.objects.filter(migrant=migrant, is_main=True).first()
        shown |= {
            "shown_name": main.full if main else "",
            "shown_birth_year": migrant.birth_date.year if migrant.birth_date else None,
            "shown_sex": migrant.sex,
        }
    return shown


@transaction.atomic
def cancel_referral(
    *, by: Acting, referral: Referral, reason: str, now: datetime.datetime
) -> ReferralState:
    """Take a referral back, with the reason; what the receiver could see it sees no more."""
    return move_referral(
        by=by,
        referral=referral,
        move=ReferralMove.CANCEL,
        side=Side.SENDER,
        now=now,
        note=reason,
        noted_at=now,
    )


@transaction.atomic
def note_referral(*, by: Acting, referral: Referral, now: datetime.datetime) -> bool:
    """Take note of how the referral ended, so that it leaves the home page."""
    noted = Referral.objects.filter(
        pk=referral.pk, sender=by.organisation, state__in=ENDED, noted_at__isnull=True
    ).update(noted_at=now)
    if noted:
        audit.record(Verb.CHANGED, by=by, subject_type="referral", subject_ids=[referral.pk])
    return bool(noted)
