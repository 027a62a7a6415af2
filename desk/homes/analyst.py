"""The analyst's home: figures, never about one person."""

import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from desk.figures import FigureBlock
from desk.work import WorkItem, WorkSection
from reports import city
from reports.months import Month, month_of


def for_analyst(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """The figures of the month that is over."""
    del acting
    last = month_of(now).plus(-1)
    item = WorkItem(
        url=reverse("reports:city_figures", args=[last]),
        title=_("The figures are complete: %(month)s") % {"month": _name(last)},
        detail=_("All organisations together"),
    )
    return [
        WorkSection(
            title=_("Figures of the city"),
            icon="chart-column",
            tone="info",
            items=[item],
            empty_text="",
        )
    ]


def figures_for_analyst(acting: Acting, now: datetime.datetime) -> list[FigureBlock]:
    """The tables of the month that is over."""
    del acting
    last = month_of(now).plus(-1)
    return [FigureBlock(_name(last), tables=city.city_tables(last))]


def _name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")
