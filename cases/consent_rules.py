"""What a consent covers: whose eyes, which data classes, which days.

Everything not written into the consent is uncovered. Days count as people read them on paper:
the first and the last day are covered, the day of withdrawal is not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from cases import ages

ConsentState = Literal["active", "expiring", "expired", "withdrawn", "future"]
SOON_DAYS = 14
# Who may agree for themselves: from 18 on; at 16 and 17 with a parent or guardian, or without one
# for a reason that is written down; under 16 somebody who cares for them agrees.
TEEN_FROM = 16
GROUPS = ("under_16", "16_17", "adult")


class Gap(StrEnum):
    """Why a consent does not cover what is asked."""

    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RECIPIENT_NOT_NAMED = "recipient_not_named"
    NO_AGREEMENT = "no_agreement"
    CLASS_NOT_COVERED = "class_not_covered"


@dataclass(frozen=True)
class ConsentFacts:
    """What decides about one consent; a recipient is named itself or by its kind."""

    classes: frozenset[str]
    organisation_ids: frozenset[str]
    organisation_kinds: frozenset[str]
    given_on: date
    expires_on: date | None
    withdrawn_on: date | None


def uncovered(
    consent: ConsentFacts,
    *,
    classes: frozenset[str],
    organisation_id: str,
    organisation_kind: str,
    today: date,
    agreed: frozenset[str] = frozenset(),
) -> frozenset[Gap]:
    """Return every reason why this recipient may not have these classes on that day.

    `agreed` are the classes of an agreement in force between the two organisations. Whom a
    consent names itself needs none; whom it means only by a kind may have no more than those.

    All reasons, not the first, so that the page can say what a new consent must contain.
    """
    is_named = organisation_id in consent.organisation_ids
    is_meant = organisation_kind in consent.organisation_kinds
    checks = {
        Gap.NOT_YET_VALID: _is_future(consent, today),
        Gap.EXPIRED: _is_expired(consent, today),
        Gap.WITHDRAWN: _is_withdrawn(consent, today),
        Gap.RECIPIENT_NOT_NAMED: not (is_named or is_meant),
        Gap.NO_AGREEMENT: is_meant and not is_named and not classes <= agreed,
        Gap.CLASS_NOT_COVERED: not classes <= consent.classes,
    }
    return frozenset(gap for gap, is_open in checks.items() if is_open)


def is_covered(
    consent: ConsentFacts,
    *,
    classes: frozenset[str],
    organisation_id: str,
    organisation_kind: str,
    today: date,
    agreed: frozenset[str] = frozenset(),
) -> bool:
    """Tell whether this one consent covers all of it; two consents are never added up here."""
    return not uncovered(
        consent,
        classes=classes,
        organisation_id=organisation_id,
        organisation_kind=organisation_kind,
        today=today,
        agreed=agreed,
    )


def state_on(consent: ConsentFacts, today: date, soon_days: int = SOON_DAYS) -> ConsentState:
    """Return how the consent stands on that day; expiring within ``soon_days`` of its last day.

    Withdrawn goes before all else: it is what the person said, not what the calendar did.
    """
    if _is_withdrawn(consent, today):
        return "withdrawn"
    if _is_expired(consent, today):
        return "expired"
    if _is_future(consent, today):
        return "future"
    return "expiring" if _ends_within(consent, today, soon_days) else "active"


def possible_groups(birth: date | None, precision: str, today: date) -> tuple[str, ...]:
    """Return the age groups the person may belong to: one where the birth date decides.

    Where it leaves several possible, or is not known, somebody has to ask.
    """
    possible = ages.possible_ages(birth, precision, today)
    if possible is None:
        return GROUPS
    youngest, oldest = (GROUPS.index(_group_of(age)) for age in possible)
    return GROUPS[youngest : oldest + 1]


def _group_of(age: int) -> str:
    if age >= ages.ADULT_AT:
        return "adult"
    return "16_17" if age >= TEEN_FROM else "under_16"


def _is_future(consent: ConsentFacts, today: date) -> bool:
    return today < consent.given_on


def _is_expired(consent: ConsentFacts, today: date) -> bool:
    return consent.expires_on is not None and today > consent.expires_on


def _is_withdrawn(consent: ConsentFacts, today: date) -> bool:
    return consent.withdrawn_on is not None and today >= consent.withdrawn_on


def _ends_within(consent: ConsentFacts, today: date, days: int) -> bool:
    return consent.expires_on is not None and (consent.expires_on - today).days <= days
