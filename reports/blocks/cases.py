"""Cases opened and closed in the month."""

from collections import Counter

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Case
from cases.states import ClosingReason
from reports.blocks import words
from reports.blocks.age_band import age_band, band_code
from reports.blocks.closings import closings, is_undone
from reports.blocks.words import Words
from reports.facts import Facts
from reports.months import ALMATY, Month, month_of, parse
from reports.slices import Slice
from reports.tables import Figure, Row, Section, Table, beside, margin, summed

Cube = Counter[tuple[str, ...]]
KIND, CITIZENSHIP, SEX, AGE, REASON = range(5)
KNOWN = {"kind": KIND, "citizenship": CITIZENSHIP, "sex": SEX, "age": AGE}
MONTHS = "cases_by_month"
MONTHS_LOOKED_BACK = 5
# A reason is kept only until the case is opened again.
OPENED_AGAIN = "opened_again"


def opened(slice_: Slice) -> Cube:
    """Count cases opened by kind, citizenship, sex and age on that day: one query."""
    rows = (
        Case.objects.filter(slice_.ours("organisation"), slice_.within("opened_at"))
        .annotate(band=age_band("migrant__", "opened_at"))
        .values_list("kind", "migrant__citizenship", "migrant__sex", "band")
        .annotate(count=Count("pk"))
    )
    return Counter({(*key, band_code(band)): count for *key, band, count in rows})


def closed(slice_: Slice) -> Cube:
    """Count cases closed in the same way, and by the reason: one query."""
    case, person = "case__", "case__migrant__"
    rows = (
        closings()
        .filter(slice_.ours("case__organisation"), slice_.within("at"))
        .annotate(band=age_band(person, "at"), undone=is_undone())
        .values_list(
            f"{case}kind", f"{person}citizenship", f"{person}sex", "band",
            f"{case}closing_reason", "undone",
        )
        .annotate(count=Count("pk"))
    )  # fmt: skip
    cube: Cube = Counter()
    for *key, band, reason, undone, count in rows:
        cube[*key, band_code(band), OPENED_AGAIN if undone else reason] += count
    return cube


def facts(slice_: Slice) -> Facts:
    """Count cases opened and closed by each thing that is known of them, and by month."""
    began, ended = opened(slice_), closed(slice_)
    return {
        **{f"opened_by_{what}": margin(began, place) for what, place in KNOWN.items()},
        **{f"closed_by_{what}": margin(ended, place) for what, place in KNOWN.items()},
        "closing_reasons": margin(ended, REASON),
        MONTHS: opened_by_month(slice_),
    }


def section(found: Facts) -> Section:
    """Return cases opened and closed, side by side, why they were closed, and the last months."""
    tables = (
        _by_month(found[MONTHS]),
        _pair("kind", _("Cases, by kind"), words.kind(), found),
        _by_reason(found["closing_reasons"]),
        _pair("citizenship", _("Cases, by citizenship"), words.citizenship(), found),
        _pair("sex", _("Cases, by sex"), words.sex(), found),
        _pair("age", _("Cases, by age"), words.age(), found),
    )
    figures = (
        Figure(_("Cases opened"), found["opened_by_kind"].total()),
        Figure(_("Cases closed"), found["closed_by_kind"].total()),
    )
    return Section("cases", pgettext("navigation", "Cases"), tables, figures)


def opened_by_month(slice_: Slice) -> Cube:
    """Count the cases opened in this month and in each of the five before: one query."""
    months = [slice_.month.plus(-back) for back in range(MONTHS_LOOKED_BACK, -1, -1)]
    found = (
        Case.objects.filter(
            slice_.ours("organisation"),
            opened_at__gte=months[0].first_moment,
            opened_at__lt=slice_.month.next_first_moment,
        )
        .values_list(TruncMonth("opened_at", tzinfo=ALMATY))
        .annotate(count=Count("pk"))
    )
    counts: Cube = Counter({(str(one),): 0 for one in months})
    counts.update({(str(month_of(first)),): count for first, count in found})
    return counts


def _by_month(counts: Cube) -> Table:
    rows = tuple(Row(_name(parse(month)), (counts[month,],)) for (month,) in sorted(counts))
    columns = (pgettext("column", "Month"), _("Cases opened"))
    return Table(MONTHS, _("Cases opened, month by month"), columns, rows)


def _pair(what: str, title: str, said: Words, found: Facts) -> Table:
    rows = beside(said.labels, found[f"opened_by_{what}"], found[f"closed_by_{what}"])
    columns = (said.heading, pgettext("cases", "Opened"), pgettext("cases", "Closed"))
    return Table(f"cases_by_{what}", title, columns, rows, summed(words.total(), rows))


def _by_reason(ended: Cube) -> Table:
    labels = [(code, str(label)) for code, label in ClosingReason.choices]
    labels += [(OPENED_AGAIN, _("Opened again later"))]
    rows: tuple[Row, ...] = beside(labels, ended)
    note = _("A case counts as closed if it still was when the month ended.")
    columns = (pgettext("case closed", "Reason"), pgettext("cases", "Closed"))
    title = _("Why cases were closed")
    return Table("closing_reasons", title, columns, rows, summed(words.total(), rows), note)


def _name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")
