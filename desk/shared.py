"""What of a person went to whom, from when to when, on what ground; it stays readable afterwards."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.models import Organisation
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import consent_sheets
from cases.models import CaseGrant, Consent, LegalBasis, Migrant
from referrals.models import Envelope, Referral

Words = str | Promise
BEFORE_ACCEPTING = _("Name, year of birth and what was asked, before they answered")
IN_A_LETTER = _("Name and what was asked, in a letter")


@dataclass(frozen=True)
class Shared:
    """One organisation that learned something, or may still read it."""

    since: datetime.datetime
    until: datetime.datetime | None
    whom: str
    whom_on_paper: str
    what: list[Words]
    ground: Words
    is_over: bool
    why_ended: Words = ""


@dataclass(frozen=True)
class Grounds:
    """The consents and grounds in law of one person, in words, by their keys: two queries."""

    words: dict[uuid.UUID, str] = field(default_factory=dict)

    def of(self, *keys: uuid.UUID | None) -> str:
        """Return the ground in words; one that is not the reader's to see is only called so."""
        return next((self.words[key] for key in keys if key in self.words), gettext("By consent"))


def shared_of(acting: Acting, migrant: Migrant, now: datetime.datetime) -> list[Shared]:
    """Return everything of a person that went out, newest first, and write that it was read."""
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        data_classes=[DataClass.IDENTITY, DataClass.REFERRAL],
        detail={"page": "shared"},
    )
    grounds = _grounds(acting, migrant)
    rows = [
        *_by_grant(acting, migrant, grounds, now),
        *_by_referral(acting, migrant, grounds),
        *_by_letter(acting, migrant, grounds, now),
    ]
    return sorted(rows, key=lambda one: one.since, reverse=True)


def _grounds(acting: Acting, migrant: Migrant) -> Grounds:
    consents = Consent.objects.visible_to(acting).filter(migrant=migrant)
    bases = LegalBasis.objects.visible_to(acting).filter(case__migrant=migrant)
    said = {
        one.pk: gettext("Consent %(number)s, %(day)s")
        % {"number": one.pk.hex[-8:].upper(), "day": one.given_on.strftime("%d.%m.%Y")}
        for one in consents
    }
    return Grounds(said | {one.pk: str(one.get_kind_display()) for one in bases})


def _by_grant(
    acting: Acting, migrant: Migrant, grounds: Grounds, now: datetime.datetime
) -> Iterator[Shared]:
    grants = CaseGrant.objects.visible_to(acting).filter(migrant=migrant, reason="referral")
    for one in grants.select_related("organisation"):
        is_over = one.ends_at is not None and one.ends_at <= now
        yield Shared(
            since=one.granted_at,
            until=one.ends_at,
            **_whom(one.organisation),
            what=consent_sheets.paper_labels(one.data_classes),
            ground=grounds.of(one.consent_id, one.legal_basis_id),
            is_over=is_over,
            why_ended=one.get_end_reason_display() if is_over else "",
        )


def _by_referral(acting: Acting, migrant: Migrant, grounds: Grounds) -> Iterator[Shared]:
    sent = Referral.objects.visible_to(acting).filter(migrant=migrant, sent_at__isnull=False)
    for one in sent.select_related("recipient"):
        yield Shared(
            since=one.sent_at or one.moved_at,
            until=one.ended_at,
            **_whom(one.recipient),
            what=[BEFORE_ACCEPTING],
            ground=grounds.of(one.consent_id, one.legal_basis_id),
            is_over=one.ended_at is not None,
            why_ended=one.get_state_display() if one.ended_at else "",
        )


def _by_letter(
    acting: Acting, migrant: Migrant, grounds: Grounds, now: datetime.datetime
) -> Iterator[Shared]:
    letters = Envelope.objects.visible_to(acting).filter(migrant=migrant)
    for one in letters.select_related("consulate"):
        until = one.ended_at or one.expires_at
        yield Shared(
            since=one.sent_at,
            until=until,
            **_whom(one.consulate),
            what=[IN_A_LETTER],
            ground=grounds.of(one.consent_id),
            is_over=until <= now,
            why_ended=one.get_state_display() if one.ended_at else "",
        )


def _whom(organisation: Organisation) -> dict[str, str]:
    return {
        "whom": organisation.name,
        "whom_on_paper": consent_sheets.paper_name(organisation),
    }
