"""The pictures of a monthly report, drawn from its own tables: a picture shows no other number."""

from django.utils.formats import date_format

from reports.monthly import Report
from reports.pictures import Columns, Pyramid, columns_of, pyramid_of

WOMEN, MEN = 0, 1


def cases_by_month(report: Report) -> Columns | None:
    """Return the cases opened in each of the last months."""
    rows = report.table("cases_by_month").rows
    months = [report.month.plus(place - len(rows) + 1) for place in range(len(rows))]
    names = [date_format(month.first_day, "M") for month in months]
    values = [int(row.cells[0] or 0) for row in rows]
    return columns_of(list(zip(names, values, strict=True)), last_is_running=not report.is_over)


def ages(report: Report) -> Pyramid | None:
    """Return the age pyramid of the people registered, as far as age and sex are known."""
    known = report.table("people_by_age").rows[:-1]
    return pyramid_of(
        [(row.label, int(row.cells[WOMEN] or 0), int(row.cells[MEN] or 0)) for row in known]
    )
