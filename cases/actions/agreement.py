"""Propose an agreement to another organisation, confirm one, end one."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import roles
from accounts.acting import Acting, for_system
from accounts.models import Organisation
from audit import actions as audit
from audit.models import Verb
from cases.actions.grant import end_grants
from cases.models import CaseGrant, SharingAgreement
from cases.models.agreement import AgreementEnd
from cases.models.grant import GrantEnd


class MayNotAgree(Exception):
    """One of the two is no kind of organisation that shares files."""


class AlreadyAgreed(Exception):
    """The two have an agreement or a proposal that nobody has ended."""


@dataclass(frozen=True)
class AgreementTerms:
    """What is to be shared, and from when to when; no last day means until somebody ends it."""

    data_classes: tuple[str, ...]
    from_on: datetime.date
    until_on: datetime.date | None = None


@transaction.atomic
def propose_agreement(
    *,
    by: Acting,
    partner: Organisation,
    terms: AgreementTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    today: datetime.date,
) -> SharingAgreement:
    """Propose an agreement; the other side confirms it. The same submission proposes once.

    Raises MayNotAgree or AlreadyAgreed. What ran out between the two is ended first.
    """
    known = SharingAgreement.objects.visible_to(by).filter(pk=submission).first()
    if known:
        return known
    house = by.works_for
    if not (roles.may_agree(house.kind) and roles.may_agree(partner.kind)):
        raise MayNotAgree(partner.pk)
    _end_what_ran_out(by, partner, now, today)
    try:
        with transaction.atomic():
            agreement = SharingAgreement.objects.create(
                pk=submission,
                first=house,
                second=partner,
                data_classes=sorted(terms.data_classes),
                from_on=terms.from_on,
                until_on=terms.until_on,
                proposed_by=by.user,
                proposed_at=now,
            )
    except IntegrityError as error:
        raise AlreadyAgreed(partner.pk) from error
    _record(Verb.CREATED, by, agreement)
    return agreement


def _end_what_ran_out(
    by: Acting, partner: Organisation, now: datetime.datetime, today: datetime.date
) -> None:
    of_both = SharingAgreement.objects.visible_to(by).of(partner.pk).open()
    for agreement in of_both.filter(until_on__lt=today):
        end_agreement(by=by, agreement=agreement, because=AgreementEnd.RAN_OUT, now=now)


@transaction.atomic
def confirm_agreement(*, by: Acting, agreement: SharingAgreement, now: datetime.datetime) -> bool:
    """Confirm what another organisation proposed; say whether it still could be."""
    proposed = SharingAgreement.objects.open().filter(
        pk=agreement.pk, second=by.works_for, confirmed_at__isnull=True
    )
    if not proposed.exclude(proposed_by=by.user).update(confirmed_by=by.user, confirmed_at=now):
        return False
    _record(Verb.GRANTED, by, agreement)
    return True


@transaction.atomic
def end_agreement(
    *, by: Acting, agreement: SharingAgreement, because: AgreementEnd, now: datetime.datetime
) -> int | None:
    """End an agreement, and at once every access that rests on it.

    Returns how many accesses ended; None where somebody had ended the agreement before.
    """
    rows = SharingAgreement.objects.visible_to(by).open().filter(pk=agreement.pk)
    if not rows.update(ended_by=by.user, ended_at=now, end_reason=because):
        return None
    _record(Verb.ENDED, by, agreement, because=because.value)
    # Files of either side may rest on it, and no administrator sees a grant.
    with for_system(reason="agreement ended"):
        return end_grants(
            by=by,
            grants=CaseGrant.objects.filter(agreement_id=agreement.pk),
            because=GrantEnd.AGREEMENT_ENDED,
        )


def _record(verb: Verb, by: Acting, agreement: SharingAgreement, **codes: str) -> None:
    audit.record(
        verb,
        by=by,
        subject_type="agreement",
        subject_ids=[agreement.pk],
        data_classes=agreement.data_classes,
        detail=codes,
    )
