"""The report as one sheet of an Excel workbook, numbers as numbers and words never as formulas."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import xlsxwriter

from reports.exports.lines import FileLine, Kind

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# `in_memory`, and so not `constant_memory`, which would write its rows to a file on the way: a
# report has two hundred lines, and none of an organisation's figures belongs on the server's disk.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LOOKS: dict[Kind, dict[str, Any]] = {
    Kind.TITLE: {"bold": True, "font_size": 16},
    Kind.PLAIN: {},
    Kind.SECTION: {"bold": True, "font_size": 13, "font_color": "#0C3A43"},
    Kind.TABLE: {"bold": True},
    Kind.HEAD: {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    Kind.ROW: {},
    Kind.TOTAL: {"bold": True, "top": 1},
    Kind.NOTE: {"italic": True, "font_color": "#4A5F63"},
}
LABEL_WIDTH, NUMBER_WIDTH, NUMBERS = 46, 13, 8
A4 = 9


def write_xlsx(lines: Iterable[FileLine], *, sheet: str) -> bytes:
    """Return the file; `sheet` names its one sheet."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        page = book.add_worksheet(sheet)
        page.set_column(0, 0, LABEL_WIDTH)
        page.set_column(1, NUMBERS, NUMBER_WIDTH)
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        looks = {kind: book.add_format(look) for kind, look in LOOKS.items()}
        for row, line in enumerate(lines):
            _write(page, row, line, looks[line.kind])
    return file.getvalue()


def _write(page: Any, row: int, line: FileLine, look: Any) -> None:
    for column, cell in enumerate(line.cells):
        # By its type and never by its looks: a name that begins with "=" stays a name.
        write = page.write_string if isinstance(cell, str) else page.write_number
        write(row, column, cell, look)
