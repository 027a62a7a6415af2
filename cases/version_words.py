"""The fields whose earlier versions are shown, by what they are called, and their values in words."""

import datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import OrganisationKind
from cases.choices import BirthPrecision, Language
from cases.consents import shared_labels
from cases.models import Case, Consent, LegalBasis, Migrant, MigrantName

Words = str | Promise
NOTHING = "—"
KEPT_BY = _("Caseworker")
# In the order of the page; what a reader has no use for (scripts, keys) is not named.
LABELS: dict[type[models.Model], dict[str, Words]] = {
    Migrant: {
        "birth_date": _("Date of birth"),
        "birth_precision": _("What is known of the date of birth"),
        "sex": _("Sex"),
        "citizenship": _("Citizenship"),
        "language": _("Language the person speaks"),
        "other_languages": _("Other languages"),
        "reads": _("Can the person read?"),
        "caseworker_id": KEPT_BY,
    },
    MigrantName: {
        "full": _("Name"),
        "kind": _("Where this name comes from"),
        "language": _("Language of the spelling"),
        "is_main": _("Shown in lists"),
    },
    Consent: {
        "data_classes": _("What may be shared"),
        "recipient_kinds": _("With whom"),
        "given_on": pgettext_lazy("consent", "Given on"),
        "expires_on": _("Until"),
        "given_how": _("How it was given"),
        "language": _("Language in which it was explained"),
        "witness": _("Witness"),
        "interpreter": _("Interpreter"),
        "was_read_back": _("It was read back to the person"),
        "age_group": _("How old is the person?"),
        "guardian": _("Parent or guardian"),
        "guardian_relation": _("Who is this to the person?"),
        "without_guardian_reason": _("Why without a parent or guardian"),
        "withdrawn_on": pgettext_lazy("consent", "Withdrawn on"),
        "withdrawn_how": _("How it was taken back"),
    },
    Case: {"kind": _("What is it about?"), "caseworker_id": KEPT_BY},
    LegalBasis: {"kind": _("Ground in law"), "reason": _("Reason"), "ends_on": _("Until")},
}
BIRTH_FORMATS = {BirthPrecision.YEAR.value: "Y", BirthPrecision.MONTH.value: "m.Y"}


def say(row: Any, field: str) -> Words:
    """Return a value of a row, of today or earlier, in words."""
    value = getattr(row, field)
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(one) for one in _many(field, value))
    if isinstance(value, datetime.date):
        is_birth = field == "birth_date"
        kind = BIRTH_FORMATS.get(row.birth_precision, "") if is_birth else ""
        return date_format(value, kind or "SHORT_DATE_FORMAT")
    named: dict[Any, Words] = dict(type(row)._meta.get_field(field).flatchoices)  # noqa: SLF001
    return named.get(value, str(value))


def _many(field: str, codes: list[str]) -> list[Words]:
    if field == "data_classes":
        return shared_labels(codes)
    kinds = OrganisationKind if field == "recipient_kinds" else Language
    return [kinds(code).label for code in codes]
