"""Words that several blocks put at the head of their columns and rows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.choices import CaseKind, Citizenship, Sex
from referrals.choices import ReferralKind
from referrals.states import ReferralState
from reports.blocks.age_band import band_labels
from reports.tables import Labels


@dataclass(frozen=True)
class Words:
    """What the rows of a table are, and the name of each."""

    heading: str
    labels: Labels


def total() -> str:
    """Return the word for a sum."""
    return pgettext("figures", "Total")


def citizenship() -> Words:
    """Return the citizenships in their order."""
    return Words(_("Citizenship"), _said(Citizenship.choices))


def sex() -> Words:
    """Return the sexes in their order."""
    return Words(_("Sex"), _said(Sex.choices))


def age() -> Words:
    """Return the age bands in their order."""
    return Words(_("Age"), band_labels(pgettext("birth date", "Not known")))


def kind() -> Words:
    """Return the kinds of case in their order."""
    return Words(_("Kind of case"), _said(CaseKind.choices))


def referral_kind() -> Words:
    """Return the kinds of referral in their order."""
    return Words(_("Kind of referral"), _said(ReferralKind.choices))


def referral_state() -> Words:
    """Return the states of a referral that was sent, in their order."""
    sent = [one for one in ReferralState.choices if one[0] != ReferralState.DRAFT]
    return Words(pgettext("column", "State"), _said(sent))


def _said(choices: list[tuple[Any, Any]]) -> Labels:
    return [(str(code), str(label)) for code, label in choices]
