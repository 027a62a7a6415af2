"""Fixed tables over all organisations, for the health department: no cell that is about a few."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.blocks import words
from reports.blocks.words import Words
from reports.city_counts import CityTable
from reports.frozen import frozen_tables
from reports.months import Month
from reports.tables import Row, Table


@dataclass(frozen=True)
class Head:
    """A table's words in the language of the reader; `column` says what is counted."""

    key: str
    title: str
    column: str
    what: Words


def city_tables(month: Month) -> tuple[Table, ...]:
    """Return what may be shown of a month that is over; one that still runs is a ValueError."""
    tables = frozen_tables(month)
    return tuple(_table(head, tables[head.key]) for head in _heads())


def _heads() -> tuple[Head, ...]:
    who, opened = pgettext("navigation", "People"), pgettext("cases", "Opened")
    sent, state = pgettext("referrals", "Sent"), words.referral_state()
    return (
        Head("city_citizenship", _("People registered, by citizenship"), who, words.citizenship()),
        Head("city_sex", _("People registered, by sex"), who, words.sex()),
        Head("city_age", _("People registered, by age"), who, words.age()),
        Head("city_kind", _("Cases opened, by kind"), opened, words.kind()),
        Head("city_state", _("Referrals sent, by state"), sent, state),
    )


def _table(head: Head, shown: CityTable) -> Table:
    # A word that is no longer in use stands in months from when it was.
    labels = dict(head.what.labels)
    rows = tuple(Row(labels.get(code, code), (cell,)) for code, cell in shown["cells"])
    total = Row(words.total(), (shown["total"],))
    return Table(head.key, head.title, (head.what.heading, head.column), rows, total)
