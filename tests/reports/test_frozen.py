"""A month of the city is counted when it is first read; every later reading shows the same."""

import datetime
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.acting import for_member, for_system
from accounts.row_security import everything_visible
from cases.models import Migrant
from reports.city import city_tables
from reports.city_counts import POSSIBLE, city_counts
from reports.frozen import MonthStillRuns
from reports.models import CityMonth
from reports.months import Month
from reports.tables import Cell
from tests.at_once import second_waits_for_first
from tests.cast import NOW, Cast
from tests.referrals.browsers import browser
from tests.reports.histories import MONTH, THIS, write_history
from tests.reports.test_city import arrive

Numbers = list[list[Cell]]
NOT_PERMITTED, CHECK_FAILED = "42501", "23514"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def read(cast: Cast, month: Month = MONTH) -> Numbers:
    with for_member(cast.analyst_health):
        return numbers(month)


def numbers(month: Month = MONTH) -> Numbers:
    return [[line.cells[0][1] for line in table.lines] for table in city_tables(month)]


def page(cast: Cast, language: str = "en") -> str:
    client = browser(cast, "analyst_health")
    client.cookies["language"] = language
    whole = client.get(f"/reports/city/{MONTH}/").content.decode()
    return str(whole[whole.index('class="report-section"') : whole.index("</main>")])


def correct_one_citizenship() -> None:
    with for_system(reason="tests"):
        changed = Migrant.objects.filter(citizenship="TJ", registered_at__lt=THIS.first_moment)
        Migrant.objects.filter(pk=changed.values("pk")[:1]).update(citizenship="KG")


def four_countries(cast: Cast) -> None:
    for count, country in ((40, "UZ"), (30, "TJ"), (20, "KG"), (4, "KZ")):
        arrive(cast, count, cast.komek, citizenship=country, sex="male")


def test_a_correction_between_two_readings_changes_no_number(cast: Cast) -> None:
    four_countries(cast)
    before, shown = read(cast), page(cast)
    # Thirty of one country would be twenty-nine, and twenty of another twenty-one.
    assert before[0][:4] == [20, 30, 40, None]
    correct_one_citizenship()
    assert read(cast) == before
    assert page(cast) == shown
    # Counted anew it is another table: the correction was one that a reader would have seen.
    with for_system(reason="tests"):
        recounted = city_counts(MONTH)["city_citizenship"]["cells"]
    assert [cell for _code, cell in recounted][:4] == [21, 29, 40, None]


def test_who_comes_late_into_the_month_is_in_no_later_reading(cast: Cast) -> None:
    arrive(cast, 12, cast.komek, citizenship="TJ", sex="female")
    before = read(cast)
    arrive(cast, 1, cast.komek, citizenship="TJ", sex="female")
    assert read(cast) == before


def test_every_language_shows_the_same_numbers_in_its_own_words(cast: Cast) -> None:
    four_countries(cast)
    with translation.override("ru"):
        before = read(cast)
    correct_one_citizenship()
    titles = set()
    for language in LANGUAGES:
        with translation.override(language):
            assert read(cast) == before
            with for_member(cast.analyst_health):
                titles.add(city_tables(MONTH)[0].title)
    assert len(titles) == len(LANGUAGES)


def test_only_codes_and_numbers_are_kept(cast: Cast) -> None:
    write_history(cast, 2, people=150)
    with translation.override("ru"):
        read(cast)
    with everything_visible():
        kept = CityMonth.objects.get(month=MONTH.first_day)
    assert kept.tables.keys() == POSSIBLE.keys()
    for key, table in kept.tables.items():
        assert table.keys() == {"cells", "total"}
        assert [code for code, _cell in table["cells"]] == [*POSSIBLE[key]]
        numbers_only = [table["total"], *(cell for _code, cell in table["cells"])]
        assert all(cell is None or cell >= 10 for cell in numbers_only)
    assert json.dumps(kept.tables, ensure_ascii=False).isascii()


def test_the_home_page_and_the_page_show_the_same_reading(cast: Cast) -> None:
    last = THIS.plus(-1)
    home = browser(cast, "analyst_health").get("/").content.decode()
    assert "A dash stands for" in home
    with everything_visible():
        assert [one.month for one in CityMonth.objects.all()] == [last.first_day]
        assert str(CityMonth.objects.get()) == str(last)


def test_a_month_that_still_runs_is_refused_and_not_kept(cast: Cast) -> None:
    for month in (THIS, THIS.plus(1)):
        with pytest.raises(MonthStillRuns):
            read(cast, month)
    assert browser(cast, "analyst_health").get(f"/reports/city/{THIS}/").status_code == 404
    with everything_visible():
        assert not CityMonth.objects.exists()


def test_a_month_is_over_at_its_last_moment_in_almaty_and_not_before(cast: Cast) -> None:
    for late in (datetime.timedelta(microseconds=1), datetime.timedelta()):
        with (
            patch("django.utils.timezone.now", return_value=MONTH.next_first_moment - late),
            for_member(cast.analyst_health),
        ):
            if late:
                with pytest.raises(MonthStillRuns):
                    city_tables(MONTH)
            else:
                assert len(city_tables(MONTH)) == len(POSSIBLE)


def test_the_second_reading_counts_nothing(cast: Cast) -> None:
    read(cast)
    with for_member(cast.analyst_health), CaptureQueriesContext(connection) as found:
        city_tables(MONTH)
    assert not [one for one in found if "cases_" in one["sql"] or "referrals_" in one["sql"]]


# --- the database says so too ---------------------------------------------------------------------

ADD = (
    "INSERT INTO reports_citymonth (id, month, tables, frozen_at)"
    " VALUES (gen_random_uuid(), %s, '{}', %s)"
)


def refused(statement: str, *values: datetime.date) -> str:
    """Return the code with which the database refused it, or nothing where it did not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "pgcode", ""))
    return ""


def test_no_member_reads_or_adds_a_month_by_raw_sql(cast: Cast) -> None:
    read(cast)
    for acting in cast.members.values():
        with for_member(acting), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM reports_citymonth")
            assert cursor.fetchone() == (0,)
            assert refused(ADD, MONTH.plus(-1).first_day, NOW) == NOT_PERMITTED


def test_not_even_the_system_changes_or_removes_a_month(cast: Cast) -> None:
    read(cast)
    with everything_visible():
        assert refused("UPDATE reports_citymonth SET tables = '{}'") == NOT_PERMITTED
        assert refused("DELETE FROM reports_citymonth") == NOT_PERMITTED
        assert refused("TRUNCATE reports_citymonth") == NOT_PERMITTED


def test_the_database_keeps_whole_months_that_are_over(cast: Cast) -> None:
    end = MONTH.next_first_moment
    with everything_visible():
        early = end - datetime.timedelta(microseconds=1)
        assert refused(ADD, MONTH.first_day, early) == CHECK_FAILED
        middle = MONTH.first_day.replace(day=2)
        assert refused(ADD, middle, NOW) == CHECK_FAILED
        assert refused(ADD, MONTH.first_day, end) == ""


# --- two at the same moment -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_second_reader_gets_what_the_first_has_not_yet_committed(cast: Cast) -> None:
    arrive(cast, 12, cast.komek, citizenship="TJ", sex="female")

    def first() -> Numbers:
        return numbers()

    def second() -> Numbers:
        # Counted by the second, but not by the first.
        arrive(cast, 30, cast.komek, citizenship="KG", sex="male")
        return numbers()

    analyst = cast.analyst_health
    one, other = second_waits_for_first((analyst, first), (analyst, second))
    assert one == other
    assert read(cast) == one


@pytest.mark.django_db(transaction=True)
def test_many_first_readers_at_once_get_the_same_and_leave_one_month(cast: Cast) -> None:
    write_history(cast, 3)
    line = threading.Barrier(5)

    def reading(_: int) -> Numbers:
        try:
            line.wait(10)
            return read(cast)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(reading, range(5)))
    assert all(one == found[0] for one in found)
    with for_system(reason="tests"):
        assert CityMonth.objects.count() == 1
