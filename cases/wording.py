"""How stored values are put back into forms and into sentences about what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.choices import BirthPrecision, CaseKind, Citizenship, Language, Reads, Sex
from cases.models import Migrant
from cases.queries import Identity
from cases.stale import ChangedMeanwhile, Difference

LABELS: dict[str, str | Promise] = {
    "birth_date": _("Date of birth"),
    "birth_precision": _("What is known of the date of birth"),
    "sex": _("Sex"),
    "citizenship": _("Citizenship"),
    "language": _("Language the person speaks"),
    "other_languages": _("Other languages"),
    "reads": _("Can the person read?"),
    "kind": _("What is it about?"),
    "expected_departure_on": _("Expects to leave the country on"),
}
WORDS = {
    "birth_precision": BirthPrecision,
    "sex": Sex,
    "citizenship": Citizenship,
    "language": Language,
    "reads": Reads,
    "kind": CaseKind,
}


@dataclass(frozen=True)
class SaidDifference:
    """One difference in words."""

    label: str | Promise
    yours: str | Promise
    theirs: str | Promise


def differences(found: Iterable[Difference]) -> list[SaidDifference]:
    """Return what differs, in the reader's language."""
    return [
        SaidDifference(
            label=LABELS[one.field],
            yours=_say(one.field, one.yours),
            theirs=_say(one.field, one.theirs),
        )
        for one in found
    ]


def _say(field: str, value: Any) -> str | Promise:
    if value in (None, "", []):
        return "—"
    if field in WORDS:
        return WORDS[field](value).label
    if isinstance(value, list):
        return ", ".join(str(Language(code).label) for code in value)
    return date_format(value, "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class Fact:
    """Something known of a person, with a picture."""

    label: str | Promise
    value: str
    icon: str


def person_facts(identity: Identity | None) -> list[Fact]:
    """Return what is known of a person at a glance; what nobody said is left out."""
    if identity is None:
        return []
    unsaid = {"", *(str(one.UNKNOWN.label) for one in (Sex, Citizenship, Reads))}
    facts = (
        Fact(_("Age"), _age(identity), "cake"),
        Fact(_("Sex"), identity.sex, "user-round"),
        Fact(_("Citizenship"), identity.citizenship, "globe"),
        Fact(_("Languages"), _languages(identity), "languages"),
        Fact(_("Can the person read?"), identity.reads, "book-open"),
    )
    return [fact for fact in facts if fact.value not in unsaid]


def _age(identity: Identity) -> str:
    if identity.age is not None:
        return ngettext("%(age)d year", "%(age)d years", identity.age) % {"age": identity.age}
    return gettext("born %(year)d") % {"year": identity.birth_year} if identity.birth_year else ""


def _languages(identity: Identity) -> str:
    return ", ".join(one for one in (identity.language, *identity.other_languages) if one)


def with_version(typed: QueryDict, changed: ChangedMeanwhile) -> QueryDict:
    """Return what was typed with the newer version, so that a second look can be saved."""
    kept = typed.copy()
    kept["version"] = str(changed.version)
    return kept


def as_typed(migrant: Migrant) -> dict[str, Any]:
    """Return a file's values as the form shows them."""
    birth, precision = migrant.birth_date, migrant.birth_precision
    knows_month = precision in {BirthPrecision.DAY, BirthPrecision.MONTH}
    return {
        "birth_day": birth.day if birth and precision == BirthPrecision.DAY else None,
        "birth_month": birth.month if birth and knows_month else None,
        "birth_year": birth.year if birth else None,
        "sex": migrant.sex,
        "citizenship": migrant.citizenship,
        "language": migrant.language,
        "other_languages": migrant.other_languages,
        "reads": migrant.reads,
        "expected_departure_on": migrant.expected_departure_on,
        "version": migrant.version,
    }
