"""On what an envelope may go: the consent that names this consulate, and nothing else.

No ground in law stands in for it: none of them is about telling a state where its people are.
"""

import datetime
import uuid
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounts.acting import Acting
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases import consent_rules, state_contact
from cases.choices import ConsentPurpose
from cases.consent_rules import Gap
from cases.models import Consent
from referrals.models.envelope import MOST_DAYS

ALMATY = ZoneInfo("Asia/Almaty")


class Missing(StrEnum):
    """What a consent lacks beyond the gaps that every consent can have."""

    NO_CONSENT = "no_consent"
    BEFORE_LIFTING = "before_lifting"


class NotAgreed(Exception):
    """No consent covers the envelope; nothing was sent."""

    def __init__(self, gaps: frozenset[Gap | Missing]) -> None:
        super().__init__("not agreed")
        self.gaps = gaps


class ContactIsBlocked(Exception):
    """Contact with the person's own state is forbidden; nothing was sent."""


def find_consent(
    acting: Acting, migrant_id: uuid.UUID, consulate: Organisation, today: datetime.date
) -> Consent:
    """Return the consent that lasts longest; raise ContactIsBlocked or NotAgreed."""
    if state_contact.is_blocked(migrant_id):
        raise ContactIsBlocked(migrant_id)
    lifted_at = state_contact.lifted_at(migrant_id)
    consents = Consent.objects.visible_to(acting).filter(
        migrant_id=migrant_id, purpose=ConsentPurpose.PAPERS
    )
    gaps: frozenset[Gap | Missing] = frozenset()
    covering = []
    for consent in consents.prefetch_related("recipients").order_by("-id"):
        missing = _lacks(consent, consulate, today, lifted_at)
        if not missing:
            covering.append(consent)
        gaps = gaps or missing
    if not covering:
        raise NotAgreed(gaps or frozenset({Missing.NO_CONSENT}))
    return max(covering, key=lambda one: one.expires_on or datetime.date.max)


def _lacks(
    consent: Consent,
    consulate: Organisation,
    today: datetime.date,
    lifted_at: datetime.datetime | None,
) -> frozenset[Gap | Missing]:
    gaps: frozenset[Gap | Missing] = consent_rules.uncovered(
        consent.facts(),
        classes=frozenset({DataClass.IDENTITY.value}),
        organisation_id=str(consulate.pk),
        # Named itself: the words read to the person promise "only the consulate named here".
        organisation_kind="",
        today=today,
    )
    is_too_old = lifted_at is not None and consent.recorded_at <= lifted_at
    return gaps | {Missing.BEFORE_LIFTING} if is_too_old else gaps


def ends_at(consent: Consent, sent_at: datetime.datetime) -> datetime.datetime:
    """Return when the consulate loses sight of it: 30 days on, or with the consent's last day."""
    longest = sent_at + MOST_DAYS
    if consent.expires_on is None:
        return longest
    day_after = consent.expires_on + datetime.timedelta(days=1)
    return min(longest, datetime.datetime.combine(day_after, datetime.time(), ALMATY))
