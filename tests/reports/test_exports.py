"""The screen, the workbook and the CSV say the same, cell by cell, and no word becomes a formula."""

import csv
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.utils import translation

from accounts.acting import for_member, for_system
from accounts.models import Organisation
from accounts.permissions import Permission
from reports.actions import export_report
from reports.actions.report import FORMATS
from reports.exports.csv import write_csv
from reports.exports.lines import FileLine, Kind
from reports.exports.xlsx import write_xlsx
from tests.cast import NOW, Cast
from tests.referrals.browsers import browser
from tests.reports.histories import MONTH, write_history
from tests.watching import assert_codes_only, audited, unchanged

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMES = (
    '=HYPERLINK("http://evil.example";"Komek")', "+7 701", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1",
    " =1+1", "\n=1+1", "a;=1+1", "b,=1+1", 'c"=1+1', "http://evil.example", "mailto:a@b.example",
    "1", "1e5", "{=1+1}",
)  # fmt: skip
Line = list[Any]


# --- reading each of the three --------------------------------------------------------------------


class Tables(HTMLParser):
    """Collects the cells of the tables of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.is_inside = True

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.rows[-1][-1] += data


def number(text: str) -> Any:
    """Return what is written as a number as one."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def on_screen(cast: Cast) -> list[Line]:
    tables = Tables()
    page = browser(cast, "madina").get(f"/reports/monthly/{MONTH}/")
    tables.feed(page.content.decode())
    return [[number(cell.strip()) for cell in row] for row in tables.rows]


def in_csv(content: bytes) -> list[Line]:
    assert content.startswith(b"\xef\xbb\xbf")
    read = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[number(cell) for cell in row] for row in read]


def cells_of(content: bytes) -> list[list[ElementTree.Element]]:
    with ZipFile(BytesIO(content)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    return [list(row) for row in sheet.iter(f"{SHEET}row")]


def in_xlsx(content: bytes) -> list[Line]:
    with ZipFile(BytesIO(content)) as packed:
        shared = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
    words = ["".join(text.itertext()) for text in shared.iter(f"{SHEET}si")]

    def said(cell: ElementTree.Element) -> Any:
        value = cell.findtext(f"{SHEET}v") or ""
        # A carriage return is written by its number, as the format wants it.
        return words[int(value)].replace("_x000D_", "\r") if cell.get("t") == "s" else float(value)

    return [[said(cell) for cell in row] for row in cells_of(content)]


def export(cast: Cast, ending: str) -> bytes:
    with translation.override("en"), for_member(cast.madina) as by:
        return export_report(by=by, month=MONTH, now=NOW, ending=ending)


# --- the same everywhere --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 7])
def test_screen_workbook_and_csv_say_the_same_cell_by_cell(cast: Cast, seed: int) -> None:
    write_history(cast, seed)
    screen = on_screen(cast)
    text, book = (in_csv(export(cast, "csv")), in_xlsx(export(cast, "xlsx")))
    assert [line for line in text if line] == book
    tables = [line for line in book if len(line) > 1]
    headline, tables = tables[:4], tables[4:]
    assert tables == screen
    assert len(tables) > 100
    assert sum(isinstance(cell, float) for line in tables for cell in line) > 150
    shown = browser(cast, "madina").get(f"/reports/monthly/{MONTH}/").context["report"].headline
    assert headline == [[figure.label, float(figure.value)] for figure in shown]


def test_numbers_are_numbers_and_half_days_have_a_comma() -> None:
    lines = [FileLine(Kind.ROW, ("Days", 2.5, 3, "—"))]
    assert write_csv(lines).decode("utf-8-sig") == '"Days";"2,5";3;"—"\r\n'
    assert in_xlsx(write_xlsx(lines, sheet="A")) == [["Days", 2.5, 3.0, "—"]]


# --- whoever names an organisation names no formula -----------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name(cast: Cast, name: str) -> None:
    with for_system(reason="tests"):
        Organisation.objects.filter(pk=cast.komek.pk).update(name=name, name_en=name)
        cast.madina.membership.organisation.refresh_from_db()  # type: ignore[union-attr]
    content = export(cast, "xlsx")
    (cell,) = cells_of(content)[1]
    assert cell.get("t") == "s"
    assert in_xlsx(content)[1] == [name]
    assert [
        found for row in cells_of(content) for one in row for found in one.iter(f"{SHEET}f")
    ] == []
    with ZipFile(BytesIO(content)) as packed:
        assert not [part for part in packed.namelist() if "rels/sheet" in part], "a link"

    text = export(cast, "csv").decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    (said,) = rows[1]
    assert said.removeprefix("'") == name
    for separator in ";,":
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            assert not row or not row[0].lstrip(" \n").startswith(tuple("=+-@\t\r"))
    assert (said != name) == (name.lstrip()[0] in "=+-@")


def test_the_report_itself_has_no_cell_that_a_spreadsheet_would_compute(cast: Cast) -> None:
    write_history(cast, 3)
    for row in csv.reader(StringIO(export(cast, "csv").decode("utf-8-sig")), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(tuple("'=+-@\t\r"))]


# --- written down ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_is_written_down_with_the_month_and_nothing_else(cast: Cast, ending: str) -> None:
    with unchanged(frozenset({"audit_entry"})), audited() as entries:
        export(cast, ending)
    (entry,) = entries
    assert (entry.verb, entry.subject_type) == ("exported", "report")
    assert (entry.actor_id, entry.subject_id) == (cast.madina.user_id, cast.komek.pk)
    assert entry.detail == {"year": MONTH.year, "month": MONTH.number, "format": ending}
    assert_codes_only(entries)


def test_without_its_audit_row_nothing_is_exported(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("reports.actions.report.audit.record", refuse)
    with pytest.raises(RuntimeError):
        browser(cast, "madina").get(f"/reports/monthly/{MONTH}.csv")


def test_the_file_says_what_it_is_and_not_whose(cast: Cast) -> None:
    assert cast.madina.may(Permission.EXPORT_REPORTS)
    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxml")):
        answer = browser(cast, "madina").get(f"/reports/monthly/{MONTH}.{ending}")
        assert answer["Content-Disposition"] == f'attachment; filename="report-{MONTH}.{ending}"'
        assert answer["Content-Type"].startswith(kind)
        assert "no-store" in answer["Cache-Control"]
