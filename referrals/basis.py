"""On what a case may be shared: a consent that covers it, or a ground in law with its reason."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.acting import Acting
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases import consent_rules
from cases.choices import ConsentPurpose
from cases.models import Case, Consent, LegalBasis

ALMATY = ZoneInfo("Asia/Almaty")
# A ground in law opens what care needs, and no more.
BY_LAW = frozenset({DataClass.IDENTITY, DataClass.CONTACT, DataClass.HEALTH})


@dataclass(frozen=True)
class Basis:
    """What a referral rests on; exactly one of the two."""

    consent: Consent | None = None
    legal_basis: LegalBasis | None = None

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The moment after the last day on which the basis holds (Almaty's midnight)."""
        last = self.consent.expires_on if self.consent else None
        last = self.legal_basis.ends_on if self.legal_basis else last
        if last is None:
            return None
        return datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), ALMATY)


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
        )
        if not missing:
            return Basis(consent=consent)
        gaps = gaps or missing
    by_law = LegalBasis.objects.visible_to(acting).in_force(today).filter(case=case)
    ground = by_law.order_by("-id").first() if wanted <= BY_LAW else None
    if ground is None:
        raise NotCovered(gaps)
    return Basis(legal_basis=ground)
