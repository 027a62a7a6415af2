"""The few fields of a file that an envelope copies: what a consulate reads of a person."""

import datetime
import json
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.acting import Acting
from cases.choices import BirthPrecision, Citizenship, Sex
from cases.models import Migrant
from cases.queries import main_names
from referrals.models import Envelope


@dataclass(frozen=True)
class Copied:
    """Class 1 of a person as far as it was chosen; the names are those of the columns."""

    shown_name: str
    shown_birth_date: datetime.date | None
    shown_birth_precision: str
    shown_sex: str
    shown_citizenship: str

    def columns(self) -> dict[str, Any]:
        """Return the values as the table wants them."""
        return asdict(self)

    def mark(self, *, consulate_id: uuid.UUID, request: str) -> str:
        """Return what tells this letter from any other, and tells nothing of the person."""
        said = json.dumps([self.columns(), str(consulate_id), request], default=str, sort_keys=True)
        return salted_hmac("referrals.envelope_copy", said, algorithm="sha256").hexdigest()


def copy_of(acting: Acting, migrant: Migrant, *, shows_birth_date: bool, shows_sex: bool) -> Copied:
    """Return the copy: the main name and the citizenship always, the rest only where chosen."""
    has_birth_date = shows_birth_date and migrant.birth_date is not None
    has_sex = shows_sex and migrant.sex != Sex.UNKNOWN
    return Copied(
        shown_name=main_names(acting, [migrant.pk]).get(migrant.pk, ""),
        shown_birth_date=migrant.birth_date if has_birth_date else None,
        shown_birth_precision=migrant.birth_precision if has_birth_date else "",
        shown_sex=migrant.sex if has_sex else "",
        shown_citizenship=migrant.citizenship,
    )


def copied_in(envelope: Envelope) -> Copied:
    """Return what an envelope holds."""
    names = Copied.__dataclass_fields__
    return Copied(**{name: getattr(envelope, name) for name in names})


@dataclass(frozen=True)
class ShownFact:
    """One thing the consulate reads of the person."""

    label: str | Promise
    value: str | Promise


def facts_of(copied: Copied) -> list[ShownFact]:
    """Return what the consulate reads beside the name, and nothing that was not chosen."""
    facts = [ShownFact(_("Citizenship"), Citizenship(copied.shown_citizenship).label)]
    if copied.shown_birth_date:
        said = _birth(copied.shown_birth_date, copied.shown_birth_precision)
        facts.append(ShownFact(_("Date of birth"), said))
    if copied.shown_sex:
        facts.append(ShownFact(_("Sex"), Sex(copied.shown_sex).label))
    return facts


def _birth(day: datetime.date, precision: str) -> str:
    if precision == BirthPrecision.DAY:
        return date_format(day, "DATE_FORMAT")
    if precision == BirthPrecision.MONTH:
        return date_format(day, "YEAR_MONTH_FORMAT")
    return str(day.year)
