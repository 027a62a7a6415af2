"""Consents in words: what was agreed, what holds today, who sees something because of it."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.models import OrganisationKind
from cases import consent_rules
from cases.choices import ConsentPurpose
from cases.forms.consent import SHARED
from cases.models import CaseGrant, Consent, ConsentText, Migrant

SHARED_LABELS = dict(SHARED)


@dataclass(frozen=True)
class SaidConsent:
    """One consent as a page shows it."""

    id: uuid.UUID
    purpose: str
    purpose_label: str
    state: str
    shared: list[str | Promise]
    recipients: list[str | Promise]
    given_on: datetime.date
    given_how: str
    language: str
    expires_on: datetime.date | None
    withdrawn_on: datetime.date | None
    recorded_at: datetime.datetime
    withdrawn_at: datetime.datetime | None
    witness: str
    interpreter: str
    was_read_back: bool
    print_language: str
    guardian: str
    withdrawn_how: str
    withdrawn_by: str

    @property
    def is_in_force(self) -> bool:
        return self.state in {"active", "expiring"}


def shared_labels(classes: Iterable[str]) -> list[str | Promise]:
    """Return what is shared in the words and the order of the form."""
    named = set(classes)
    return [label for name, label in SHARED if name in named]


def said(consent: Consent, today: datetime.date) -> SaidConsent:
    """Return a consent in words; its recipients must be prefetched."""
    kinds = [OrganisationKind(kind).label for kind in consent.recipient_kinds]
    named = [recipient.organisation.name for recipient in consent.recipients.all()]
    return SaidConsent(
        id=consent.pk,
        purpose=consent.purpose,
        purpose_label=consent.get_purpose_display(),
        state=consent_rules.state_on(consent.facts(), today),
        shared=shared_labels(consent.data_classes),
        recipients=[*kinds, *named],
        given_on=consent.given_on,
        given_how=consent.get_given_how_display(),
        language=consent.get_language_display(),
        expires_on=consent.expires_on,
        withdrawn_on=consent.withdrawn_on,
        recorded_at=consent.recorded_at,
        withdrawn_at=consent.withdrawn_at,
        witness=consent.witness,
        interpreter=consent.interpreter,
        was_read_back=consent.was_read_back,
        print_language=print_language(consent.language),
        guardian=consent.guardian,
        withdrawn_how=consent.get_withdrawn_how_display(),
        withdrawn_by=consent.withdrawn_by.name if consent.withdrawn_by else "",
    )


def print_language(spoken: str) -> str:
    """Return the language a person's papers are printed in: their own, else Russian."""
    return spoken if spoken in dict(settings.LANGUAGES) else "ru"


def possible_groups_of(migrant: Migrant, today: datetime.date) -> tuple[str, ...]:
    """Return the age groups that the birth date in a file leaves open."""
    return consent_rules.possible_groups(migrant.birth_date, migrant.birth_precision, today)


def consents_of(acting: Acting, migrant_id: uuid.UUID, today: datetime.date) -> list[SaidConsent]:
    """Return the consents of a person that the reader may see: those in force, then the newest."""
    rows = Consent.objects.visible_to(acting).filter(migrant_id=migrant_id).order_by("-id")
    rows = rows.select_related("withdrawn_by")
    found = [said(one, today) for one in rows.prefetch_related("recipients__organisation")]
    return sorted(found, key=lambda one: not one.is_in_force)


def has_consent(acting: Acting, migrant: Migrant, today: datetime.date) -> bool:
    """Say whether a consent of the person to care is in force."""
    consents = Consent.objects.visible_to(acting).in_force(today)
    return consents.filter(migrant=migrant, purpose=ConsentPurpose.CARE).exists()


@dataclass(frozen=True)
class Reading:
    """The words of consent in one language, as they are read out."""

    code: str
    language: str
    lines: list[str]


def readings(today: datetime.date, spoken: str = "", purpose: str = "care") -> list[Reading]:
    """Return the words read to a person now, in every language, the person's own first."""
    text = ConsentText.objects.filter(purpose=purpose, since__lte=today).order_by("-since").first()
    found = [
        Reading(code, name, (getattr(text, f"body_{code}", "") or "").splitlines())
        for code, name in settings.LANGUAGES
    ]
    return sorted((one for one in found if one.lines), key=lambda one: one.code != spoken)


def holders_by(acting: Acting, consent: Consent) -> list[str]:
    """Return the organisations that see something now because of this consent."""
    grants = CaseGrant.objects.visible_to(acting).current().filter(consent=consent)
    return sorted({grant.organisation.name for grant in grants.select_related("organisation")})
