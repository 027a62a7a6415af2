"""Record what a person agreed to, withdraw it, or record the ground in law in its place."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction

from accounts.acting import Acting, for_system
from audit import actions as audit
from audit.keys import new_key
from audit.models import Verb
from cases.actions.grant import end_grants
from cases.choices import AgeGroup, ConsentPurpose, WithdrawnHow
from cases.consent_rules import possible_groups
from cases.models import (
    Case,
    CaseGrant,
    Consent,
    ConsentRecipient,
    ConsentText,
    LegalBasis,
    Migrant,
)
from cases.models.grant import GrantEnd

# A ground in law is for what cannot wait; it ends by itself unless it is recorded again.
BASIS_DAYS = 30


@dataclass(frozen=True)
class ByAge:
    """How old the person is, who agreed for or with a minor, or why one of 16 or 17 did alone."""

    age_group: str = AgeGroup.ADULT
    guardian: str = ""
    guardian_relation: str = ""
    without_guardian_reason: str = ""


@dataclass(frozen=True)
class ConsentTerms:
    """What was agreed, and how."""

    data_classes: tuple[str, ...]
    language: str
    given_how: str
    given_on: datetime.date
    recipient_kinds: tuple[str, ...] = ()
    recipient_ids: tuple[uuid.UUID, ...] = ()
    expires_on: datetime.date | None = None
    interpreter: str = ""
    witness: str = ""
    was_read_back: bool = False
    purpose: str = ConsentPurpose.CARE
    age: ByAge = field(default_factory=ByAge)


class NotOfThatAge(Exception):
    """The birth date in the file says otherwise; nothing was stored."""


@transaction.atomic
def record_consent(
    *,
    by: Acting,
    migrant: Migrant,
    terms: ConsentTerms,
    now: datetime.datetime,
    submission: uuid.UUID | None = None,
) -> Consent:
    """Record a consent in the words of the newest text for its purpose.

    The form's own key becomes the row's: the same submission records it once. Raises NotOfThatAge
    where the file's birth date leaves another age group only.
    """
    known = Consent.objects.filter(pk=submission, migrant=migrant).first() if submission else None
    if known:
        return known
    possible = possible_groups(migrant.birth_date, migrant.birth_precision, terms.given_on)
    if terms.age.age_group not in possible:
        raise NotOfThatAge(terms.age.age_group)
    consent = Consent.objects.create(
        pk=submission or new_key(),
        migrant=migrant,
        organisation=by.works_for,
        purpose=terms.purpose,
        data_classes=sorted(terms.data_classes),
        recipient_kinds=sorted(terms.recipient_kinds),
        text=ConsentText.objects.filter(purpose=terms.purpose).latest("since"),
        language=terms.language,
        given_how=terms.given_how,
        given_on=terms.given_on,
        expires_on=terms.expires_on,
        interpreter=terms.interpreter,
        witness=terms.witness,
        was_read_back=terms.was_read_back,
        goes_abroad=terms.purpose != ConsentPurpose.CARE,
        **asdict(terms.age),
        recorded_by=by.user,
        recorded_at=now,
    )
    _name_recipients(consent, terms.recipient_ids)
    _record(Verb.CREATED, by, "consent", consent.pk)
    return consent


def _name_recipients(consent: Consent, recipient_ids: Iterable[uuid.UUID]) -> None:
    ConsentRecipient.objects.bulk_create(
        ConsentRecipient(consent=consent, organisation_id=one) for one in recipient_ids
    )


@transaction.atomic
def withdraw_consent(
    *,
    by: Acting,
    consent: Consent,
    now: datetime.datetime,
    today: datetime.date,
    how: str = WithdrawnHow.SPOKEN,
) -> int:
    """Withdraw a consent and end at once every access that rests on it. Return how many ended."""
    withdrawn = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_on=today, withdrawn_by=by.user, withdrawn_how=how
    )
    if not withdrawn:
        return 0
    _record(Verb.CHANGED, by, "consent", consent.pk)
    # A case that a colleague keeps may rest on it too, and its grants are not the actor's to see.
    with for_system(reason="consent withdrawn"):
        return end_grants(
            by=by,
            grants=CaseGrant.objects.filter(consent_id=consent.pk),
            because=GrantEnd.CONSENT_WITHDRAWN,
        )


@transaction.atomic
def record_legal_basis(
    *,
    by: Acting,
    case: Case,
    kind: str,
    reason: str,
    now: datetime.datetime,
    today: datetime.date,
    submission: uuid.UUID | None = None,
) -> LegalBasis:
    """Record a ground in law other than consent, with its reason; it ends after a month.

    The form's own key becomes the row's: the same submission records it once.
    """
    basis, is_new = LegalBasis.objects.get_or_create(
        pk=submission or new_key(),
        defaults={
            "case": case,
            "organisation": by.works_for,
            "kind": kind,
            "reason": reason,
            "ends_on": today + datetime.timedelta(days=BASIS_DAYS),
            "recorded_by": by.user,
            "recorded_at": now,
        },
    )
    if is_new:
        _record(Verb.CREATED, by, "legal_basis", basis.pk)
    return basis


def _record(verb: Verb, by: Acting, subject_type: str, subject_id: uuid.UUID) -> None:
    audit.record(verb, by=by, subject_type=subject_type, subject_ids=[subject_id])
