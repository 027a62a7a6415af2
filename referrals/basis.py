"""On what a case may be shared: a consent that covers it, or a ground in law with its reason."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.acting import Acting, for_system
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases import agreements, consent_rules
from cases.agreement_rules import ends_at
from cases.choices import ConsentPurpose
from cases.models import Case, Consent, LegalBasis, SharingAgreement
from referrals.models import Referral

# A ground in law opens what care needs, and no more.
BY_LAW = frozenset({DataClass.IDENTITY, DataClass.CONTACT, DataClass.HEALTH})


@dataclass(frozen=True)
class Basis:
    """What a referral rests on: a consent, with an agreement where it names a kind, or the law."""

    consent: Consent | None = None
    legal_basis: LegalBasis | None = None
    agreement: SharingAgreement | None = None

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The moment after the last day on which the basis holds (Almaty's midnight)."""
        last = self.consent.expires_on if self.consent else None
        last = self.legal_basis.ends_on if self.legal_basis else last
        ends = [ends_at(last), self.agreement.ends_at if self.agreement else None]
        return min((one for one in ends if one), default=None)


class NotCovered(Exception):
    """Neither a consent nor a ground in law covers the referral; nothing was sent."""

    def __init__(self, gaps: frozenset[consent_rules.Gap]) -> None:
        super().__init__("not covered")
        self.gaps = gaps


def find_basis(
    acting: Acting,
    case: Case,
    recipient: Organisation,
    data_classes: Iterable[str],
    today: datetime.date,
) -> Basis:
    """Return the consent that covers all of it, else a ground in law; raise NotCovered."""
    wanted = frozenset(data_classes)
    gaps: frozenset[consent_rules.Gap] = frozenset()
    agreement = agreements.in_force_with(acting, recipient.pk, today)
    consents = Consent.objects.visible_to(acting).filter(
        migrant_id=case.migrant_id, purpose=ConsentPurpose.CARE
    )
    for consent in consents.prefetch_related("recipients").order_by("-id"):
        missing = consent_rules.uncovered(
            consent.facts(),
            classes=wanted,
            organisation_id=str(recipient.pk),
            organisation_kind=recipient.kind,
            today=today,
            agreed=frozenset(agreement.data_classes) if agreement else frozenset(),
        )
        if not missing:
            by_name = _names(consent, recipient.pk)
            return Basis(consent=consent, agreement=None if by_name else agreement)
        gaps = gaps or missing
    by_law = LegalBasis.objects.visible_to(acting).in_force(today).filter(case=case)
    ground = by_law.order_by("-id").first() if wanted <= BY_LAW else None
    if ground is None:
        raise NotCovered(gaps)
    return Basis(legal_basis=ground)


def basis_in_force(referral: Referral, today: datetime.date) -> Basis | None:
    """Return what a sent referral rests on if it still holds, for either side.

    The receiver may read neither the sender's consents nor whom they name: whether it still holds
    is all it learns.
    """
    with for_system(reason="is the basis of a referral in force"):
        grounds = LegalBasis.objects.in_force(today).filter(pk__in=[referral.legal_basis_id])
        if ground := grounds.first():
            return Basis(legal_basis=ground)
        consents = Consent.objects.in_force(today).filter(pk__in=[referral.consent_id])
        consent = consents.prefetch_related("recipients").first()
        if consent is None or _names(consent, referral.recipient_id):
            return Basis(consent=consent) if consent else None
        agreement = agreements.between(
            referral.sender_id, referral.recipient_id, referral.data_classes, today
        )
        return Basis(consent=consent, agreement=agreement) if agreement else None


def _names(consent: Consent, organisation_id: uuid.UUID) -> bool:
    """Say whether a consent names the organisation itself; its recipients must be prefetched."""
    return organisation_id in {one.organisation_id for one in consent.recipients.all()}
