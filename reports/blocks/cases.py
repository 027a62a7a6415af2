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
from reports.months import ALMATY, Month, month_of
from reports.slices import Slice
from reports.tables import Figure, Row, Section, Table, beside, counted, margin, summed

Cube = Counter[tuple[str, ...]]
KIND, CITIZENSHIP, SEX, AGE, REASON = range(5)
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


def cases(slice_: Slice) -> Section:
    """Return cases opened and closed, side by side, why they were closed, and the last months."""
    began, ended = opened(slice_), closed(slice_)
    tables = (
        opened_by_month(slice_),
        _pair("cases_by_kind", _("Cases, by kind"), words.kind(), began, ended, KIND),
        _by_reason(ended),
        _pair(
            "cases_by_citizenship", _("Cases, by citizenship"), words.citizenship(),
            began, ended, CITIZENSHIP,
        ),
        _pair("cases_by_sex", _("Cases, by sex"), words.sex(), began, ended, SEX),
        _pair("cases_by_age", _("Cases, by age"), words.age(), began, ended, AGE),
    )  # fmt: skip
    figures = (
        Figure(_("Cases opened"), began.total()),
        Figure(_("Cases closed"), ended.total()),
    )
    return Section("cases", pgettext("navigation", "Cases"), tables, figures)


def opened_by_month(slice_: Slice) -> Table:
    """Return how many cases were opened in this month and in each of the five before: one query."""
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
    counts = {str(month_of(moment)): count for moment, count in found}
    rows = counted(counts, [(str(one), _name(one)) for one in months])
    columns = (pgettext("column", "Month"), _("Cases opened"))
    return Table("cases_by_month", _("Cases opened, month by month"), columns, rows)


def _pair(key: str, title: str, what: Words, began: Cube, ended: Cube, place: int) -> Table:
    rows = beside(what.labels, margin(began, place), margin(ended, place))
    columns = (what.heading, pgettext("cases", "Opened"), pgettext("cases", "Closed"))
    return Table(key, title, columns, rows, summed(words.total(), rows))


def _by_reason(ended: Cube) -> Table:
    labels = [(code, str(label)) for code, label in ClosingReason.choices]
    labels += [(OPENED_AGAIN, _("Opened again later"))]
    rows: tuple[Row, ...] = beside(labels, margin(ended, REASON))
    note = _("A case counts as closed if it still was when the month ended.")
    columns = (pgettext("case closed", "Reason"), pgettext("cases", "Closed"))
    title = _("Why cases were closed")
    return Table("closing_reasons", title, columns, rows, summed(words.total(), rows), note)


def _name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")
