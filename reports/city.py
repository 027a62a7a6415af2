"""Fixed tables over all organisations, for the health department: no cell that is about a few."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.acting import for_system
from reports.blocks import cases, people, referrals, words
from reports.blocks.words import Words
from reports.months import Month
from reports.slices import Slice, Whole
from reports.suppression import suppress
from reports.tables import Cell, Row, Table, margin


def city_tables(month: Month) -> tuple[Table, ...]:
    """Return what may be shown of a month that is over: three queries.

    A month that still runs must not be asked for: two readings of it would differ by the few
    people who came between them.
    """
    slice_ = Slice(Whole.CITY, month)
    with for_system(reason="city figures"):
        registered = people.registered(slice_)
        opened = cases.opened(slice_)
        sent = referrals.sent(slice_)
    who = pgettext("navigation", "People")
    ways = (
        ("city_citizenship", _("People registered, by citizenship"), who, words.citizenship()),
        ("city_sex", _("People registered, by sex"), who, words.sex()),
        ("city_age", _("People registered, by age"), who, words.age()),
        ("city_kind", _("Cases opened, by kind"), pgettext("cases", "Opened"), words.kind()),
        (
            "city_state",
            _("Referrals sent, by state"),
            pgettext("referrals", "Sent"),
            words.referral_state(),
        ),
    )
    counts = (
        margin(registered, people.CITIZENSHIP),
        margin(registered, people.SEX),
        margin(registered, people.AGE),
        margin(opened, cases.KIND),
        margin(sent, referrals.STATE),
    )
    return tuple(_table(*way, count) for way, count in zip(ways, counts, strict=True))


def _table(
    key: str, title: str, column: str, what: Words, counts: Counter[tuple[str, ...]]
) -> Table:
    shown = suppress([counts[code,] for code, _label in what.labels])
    labels = [label for _code, label in what.labels]
    cells: list[Cell] = [*shown.cells]
    rows = tuple(Row(label, (cell,)) for label, cell in zip(labels, cells, strict=True))
    total = Row(words.total(), (shown.total,))
    return Table(key, title, (what.heading, column), rows, total)
