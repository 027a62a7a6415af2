"""The pages of figures: who opens them, which months there are, and that they cost the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acting import for_system
from audit.models import Entry
from cases.models import Migrant
from tests.cast import NOW, Cast
from tests.referrals.browsers import SEEN, browser
from tests.reports.histories import MONTH, THIS, write_history
from tests.watching import audited, unchanged

OWN = ("/reports/", f"/reports/monthly/{MONTH}/")
FILES = (f"/reports/monthly/{MONTH}.xlsx", f"/reports/monthly/{MONTH}.csv")
CITY = ("/reports/city/", f"/reports/city/{MONTH}/")
READERS = ("aigul", "daniyar", "saule", "madina", "timur", "bekzat")
STRANGERS = (
    "dr_ahmetov", "nurse_olga", "dr_lee", "officer_kg", "officer_tj", "officer_reception", "sysadmin",
)  # fmt: skip
AFTER = THIS.plus(1)


def status(cast: Cast, name: str, page: str) -> int:
    return int(browser(cast, name).get(page).status_code)


@pytest.mark.parametrize("name", READERS)
def test_those_who_work_there_read_their_own_report_and_not_the_citys(
    cast: Cast, name: str
) -> None:
    assert [status(cast, name, page) for page in OWN] == [200, 200]
    assert [status(cast, name, page) for page in CITY] == [403, 403]


@pytest.mark.parametrize("name", READERS)
def test_only_the_administrator_takes_it_out_of_the_house(cast: Cast, name: str) -> None:
    allowed = 200 if name == "madina" else 403
    with unchanged(SEEN), audited() as entries:
        assert [status(cast, name, page) for page in FILES] == [allowed, allowed]
    verbs = {entry.verb for entry in entries}
    assert verbs == ({"exported"} if name == "madina" else {"refused"})
    page = browser(cast, name).get(f"/reports/monthly/{MONTH}/").content.decode()
    assert (".xlsx" in page) == (name == "madina")


@pytest.mark.parametrize("name", STRANGERS)
def test_whoever_has_no_figures_gets_none(cast: Cast, name: str) -> None:
    with unchanged(SEEN):
        for page in (*OWN, *FILES, *CITY):
            assert status(cast, name, page) == 403


def test_the_analyst_reads_the_city_and_no_organisation(cast: Cast) -> None:
    assert [status(cast, "analyst_health", page) for page in CITY] == [200, 200]
    for page in (*OWN, *FILES):
        assert status(cast, "analyst_health", page) == 403


@pytest.mark.parametrize("month", [str(AFTER), "2026-13", "1999-12", "9999-12", "2026-1", "x"])
def test_a_month_that_is_not_there_yet_or_never_was_is_not_found(cast: Cast, month: str) -> None:
    for ending in ("/", ".xlsx", ".csv"):
        assert status(cast, "madina", f"/reports/monthly/{month}{ending}") == 404
    assert status(cast, "analyst_health", f"/reports/city/{month}/") == 404


def test_the_month_that_runs_has_a_report_so_far_but_the_city_has_none(cast: Cast) -> None:
    page = browser(cast, "madina").get(f"/reports/monthly/{THIS}/").content.decode()
    assert "So far" in page
    assert str(AFTER) not in page
    assert status(cast, "analyst_health", f"/reports/city/{THIS}/") == 404
    assert str(THIS) not in browser(cast, "analyst_health").get("/reports/city/").content.decode()


def test_months_stand_newest_first_and_only_the_last_full_one_is_ready_to_close(
    cast: Cast,
) -> None:
    write_history(cast, 5)
    lines = browser(cast, "madina").get("/reports/").context["months"]
    assert [line.month for line in lines] == [THIS.plus(-back) for back in range(len(lines))]
    assert [line.month for line in lines if line.is_ready] == [THIS.plus(-1)]
    assert [line.month for line in lines if not line.is_over] == [THIS]
    page = browser(cast, "madina").get(f"/reports/monthly/{THIS.plus(-1)}/").content.decode()
    assert "Ready" in page


def test_no_month_stands_there_that_is_more_than_a_year_over(cast: Cast) -> None:
    with for_system(reason="tests"):
        (first, second) = Migrant.objects.filter(organisation=cast.komek).order_by("pk")[:2]
        for migrant, months in ((first, 12), (second, 13)):
            then = THIS.plus(-months).first_moment
            Migrant.objects.filter(pk=migrant.pk).update(registered_at=then)
    lines = browser(cast, "madina").get("/reports/").context["months"]
    assert [line.month for line in lines] == [THIS, THIS.plus(-12)]
    assert [line.people for line in lines] == [0, 1]
    # The older report is there all the same, and the one after it leads to it.
    page = browser(cast, "madina").get(f"/reports/monthly/{THIS.plus(-12)}/").content.decode()
    assert f"/reports/monthly/{THIS.plus(-13)}/" in page
    assert status(cast, "madina", f"/reports/monthly/{THIS.plus(-13)}/") == 200


def test_an_organisation_without_anything_has_the_month_that_runs(cast: Cast) -> None:
    page = browser(cast, "daniyar").get("/reports/")
    assert [line.month for line in page.context["months"]] == [THIS]


def test_a_report_of_nothing_has_no_picture_and_a_report_of_something_has_two(cast: Cast) -> None:
    empty = browser(cast, "madina").get("/reports/monthly/2001-05/").content.decode()
    assert "<svg viewBox" not in empty
    write_history(cast, 2)
    for language in ("en", "ru", "uz"):
        client = browser(cast, "madina")
        client.cookies["language"] = language
        page = client.get(f"/reports/monthly/{MONTH}/").content.decode()
        assert page.count("<svg viewBox") == page.count('role="img"') == 2
        assert "style=" not in page


def test_looking_at_figures_reads_no_file(cast: Cast) -> None:
    write_history(cast, 4)
    with unchanged(SEEN), audited() as entries:
        for page in OWN:
            browser(cast, "saule").get(page)
        for page in CITY:
            browser(cast, "analyst_health").get(page)
    assert entries == list[Entry]()


def queries(cast: Cast, name: str, page: str) -> int:
    client = browser(cast, name)
    # The first request of a minute also writes down that the session is in use.
    client.get("/healthz")
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("/", 59),
        ("/reports/", 19),
        (f"/reports/monthly/{MONTH}/", 23),
        (f"/reports/monthly/{MONTH}.xlsx", 26),
    ],
)
def test_many_cost_as_many_queries_as_few(cast: Cast, page: str, most: int) -> None:
    costs = []
    for seed, people in ((1, 5), (2, 60)):
        write_history(cast, seed, people)
        costs.append(queries(cast, "madina", page))
    assert costs[0] == costs[1] <= most


@pytest.mark.parametrize("people", [5, 60])
@pytest.mark.parametrize("page", ["/", f"/reports/city/{MONTH}/"])
def test_a_month_of_the_city_costs_its_counting_only_once(
    cast: Cast, page: str, people: int
) -> None:
    write_history(cast, 1, people)
    first, later = (queries(cast, "analyst_health", page) for _ in range(2))
    # The three countings, the writing, and the reading back.
    assert (first, later) == (later + 5, 14)


def test_the_clock_of_the_tests_is_that_of_the_pages() -> None:
    assert THIS.first_moment <= NOW < THIS.next_first_moment
