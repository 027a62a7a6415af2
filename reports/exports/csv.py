"""The report as CSV, for the Excel that the offices have.

With semicolons and decimal commas: that is what Excel splits and reads under every regional
setting of the six languages but English, and a file with commas would open as one column. With a
byte order mark: without it Excel takes UTF-8 for the old Cyrillic code page. No `sep=` line: Excel
then forgets the byte order mark, and other readers take the line for data.
"""

import csv
from collections.abc import Iterable
from io import StringIO

from reports.exports.lines import FileLine

TYPE = "text/csv; charset=utf-8"
# What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection).
_FORMULA, _BEFORE_FORMULA = "=+-@", "\t\r"


def write_csv(lines: Iterable[FileLine]) -> bytes:
    """Return the file. Words stand in quotes, so no separator inside them begins a new cell."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_said(cell) for cell in line.cells])
    return text.getvalue().encode("utf-8-sig")


def _said(cell: str | float) -> str | int:
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return f"'{cell}" if _could_be_formula(cell) else cell


def _could_be_formula(text: str) -> bool:
    return text[:1] in {*_BEFORE_FORMULA} or text.lstrip()[:1] in {*_FORMULA}
