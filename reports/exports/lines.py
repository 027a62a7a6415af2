"""A report as plain lines, so that each format writes the same cells in the same order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.monthly import Report
from reports.tables import NOTHING, Cell, Figure, Table


class Kind(Enum):
    """What a line is; formats that have looks give each kind its own."""

    TITLE = "title"
    PLAIN = "plain"
    SECTION = "section"
    TABLE = "table"
    HEAD = "head"
    ROW = "row"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class FileLine:
    """One line of a file: words first, then numbers."""

    kind: Kind
    cells: tuple[str | int | float, ...] = ()


def lines_of(report: Report) -> Iterator[FileLine]:
    """Yield the whole report, an empty line after each table."""
    yield FileLine(Kind.TITLE, (_("Monthly report"),))
    yield FileLine(Kind.PLAIN, (report.organisation,))
    yield FileLine(Kind.PLAIN, (date_format(report.month.first_day, "YEAR_MONTH_FORMAT"),))
    if not report.is_over:
        yield FileLine(Kind.NOTE, (_("So far: the month is not over yet."),))
    yield FileLine(Kind.PLAIN)
    yield from (_figure(figure) for figure in report.headline)
    yield FileLine(Kind.PLAIN)
    for section in report.sections:
        yield FileLine(Kind.SECTION, (section.title,))
        for table in section.tables:
            yield from _table(table)


def _figure(figure: Figure) -> FileLine:
    return FileLine(Kind.ROW, (figure.label, _said(figure.value)))


def _table(table: Table) -> Iterator[FileLine]:
    yield FileLine(Kind.TABLE, (table.title,))
    yield FileLine(Kind.HEAD, table.columns)
    for line in table.lines:
        numbers = tuple(_said(cell) for _column, cell in line.cells)
        yield FileLine(Kind.TOTAL if line.is_total else Kind.ROW, (line.label, *numbers))
    if table.note:
        yield FileLine(Kind.NOTE, (table.note,))
    yield FileLine(Kind.PLAIN)


def _said(cell: Cell) -> str | int | float:
    return NOTHING if cell is None else cell
