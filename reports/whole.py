"""What a whole export holds: the people and cases its asker may see, with a consent in force.

Names, ages and how each case stands. No phone (a supervisor's are masked), no illness of class 6, no
note. Whoever took their consent back, or whose consent ended, is not in it.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases import disclosure
from cases.models import Case, Consent, LegalBasis
from cases.queries import main_names
from reports.exports.lines import FileLine, Kind

CLASSES = (DataClass.IDENTITY, DataClass.REFERRAL)


@dataclass(frozen=True)
class Whole:
    """The lines of a file, whose files they come from, and which cases."""

    lines: list[FileLine]
    people: list[uuid.UUID]
    cases: list[uuid.UUID]


def agreeing(acting: Acting, today: datetime.date) -> set[uuid.UUID]:
    """Return the people with a consent, or a ground in law in its place, in force that day."""
    agreed = Consent.objects.visible_to(acting).in_force(today).filter(purpose="care")
    bound = LegalBasis.objects.visible_to(acting).in_force(today)
    return {
        *agreed.values_list("migrant_id", flat=True),
        *bound.values_list("case__migrant_id", flat=True),
    }


def how_many(acting: Acting, now: datetime.datetime) -> int:
    """Return how many cases an export asked for now would hold."""
    return len(_cases(acting, timezone.localdate(now)))


def whole(acting: Acting, now: datetime.datetime) -> Whole:
    """Return the file as its asker may see it now."""
    cases = _cases(acting, timezone.localdate(now))
    people = sorted({case.migrant_id for case in cases})
    names = main_names(acting, people)
    lines = [*_head(acting, now), *(_line(acting, case, names) for case in cases)]
    return Whole(lines, people, [case.pk for case in cases])


def _cases(acting: Acting, today: datetime.date) -> list[Case]:
    rows = Case.objects.visible_to(acting).filter(organisation_id=acting.organisation_key)
    agreed = agreeing(acting, today)
    found = rows.select_related("migrant", "caseworker").order_by("number")
    return [case for case in found if case.migrant_id in agreed]


def _head(acting: Acting, now: datetime.datetime) -> Iterator[FileLine]:
    yield FileLine(Kind.TITLE, (_("People and cases"),))
    yield FileLine(Kind.PLAIN, (acting.works_for.name,))
    yield FileLine(Kind.PLAIN, (date_format(timezone.localdate(now), "DATE_FORMAT"),))
    yield FileLine(Kind.NOTE, (_("For your organisation only. Delete it when you are done."),))
    yield FileLine(Kind.PLAIN)
    yield FileLine(
        Kind.HEAD,
        (
            pgettext("number", "Case"),
            pgettext("column", "Name"),
            _("Year of birth"),
            pgettext("column", "Sex"),
            _("Citizenship"),
            _("What it is about"),
            pgettext("column", "State"),
            _("Opened on"),
            _("Closed on"),
            _("Caseworker"),
        ),
    )


def _line(acting: Acting, case: Case, names: dict[uuid.UUID, str]) -> FileLine:
    person = case.migrant
    said = (
        case.number,
        names.get(person.pk, ""),
        str(person.birth_date.year) if person.birth_date else "",
        person.get_sex_display(),
        person.get_citizenship_display(),
        disclosure.kind_label(case.kind, acting.reads),
        case.get_state_display(),
        _day(timezone.localdate(case.opened_at)),
        _day(case.closed_on),
        case.caseworker.name,
    )
    return FileLine(Kind.ROW, tuple(str(one) for one in said))


def _day(day: datetime.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
