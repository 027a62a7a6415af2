"""Pages of figures are for everybody: on a narrow phone, read aloud, over a slow line."""

import pytest

from tests.journeys.look import LANGUAGES, faults_of
from tests.journeys.stage import DESKTOP, Stage
from tests.reports.histories import MONTH, THIS, write_history

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_an_administrator_and_an_analyst_shut_nobody_out(
    stage: Stage, language: str
) -> None:
    write_history(stage.cast, 1, people=30)
    faults: dict[str, list[str]] = {}
    for name, pages in (
        ("madina", ("/", "/reports/", f"/reports/monthly/{MONTH}/", f"/reports/monthly/{THIS}/")),
        ("analyst_health", ("/", "/reports/city/", f"/reports/city/{MONTH}/")),
    ):
        reader = stage.enters(name, language=language)
        for page in pages:
            reader.page.goto(page)
            reader.page.reload()  # the style sheets came with the first load, and stay
            faults[f"{name} {page}"] = faults_of(reader.page)
    assert {page: found for page, found in faults.items() if found} == {}


def test_the_administrator_goes_from_home_to_the_file_of_the_last_month(stage: Stage) -> None:
    write_history(stage.cast, 1, people=30)
    madina = stage.enters("madina", DESKTOP)
    madina.follows("The report is ready")
    with madina.page.expect_download() as found:
        madina.page.get_by_role("link", name="Download for Excel (XLSX)").click()
    assert found.value.suggested_filename == f"report-{THIS.plus(-1)}.xlsx"
    madina.page.locator(".back-link").click()
    madina.stands_at("Monthly reports")
