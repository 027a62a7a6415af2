"""Home pages of those who work with figures: numbers, never a name, nothing that leads to a file."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import for_member
from desk.homes import FIGURES, HOMES, figures_for, sections_for
from tests.cast import GULNARA, MEMBER_NAMES, NOW, RUSTAM, Cast
from tests.referrals.browsers import browser
from tests.reports.histories import THIS, write_history

LAST = THIS.plus(-1)
LINKS_TO_FILES = re.compile(r'href="/(cases|migrants|referrals)/')


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def page(cast: Cast, name: str) -> str:
    return str(browser(cast, name).get("/").content.decode())


def test_the_administrator_closes_the_report_of_the_last_month(cast: Cast) -> None:
    write_history(cast, 1)
    with for_member(cast.madina) as reader:
        (section,) = sections_for(reader, NOW)
    (item,) = section.items
    assert item.url == f"/reports/monthly/{LAST}/"
    assert f'href="{item.url}"' in page(cast, "madina")


def test_where_nothing_happened_last_month_there_is_nothing_to_close(cast: Cast) -> None:
    with for_member(cast.madina) as reader:
        (section,) = sections_for(reader, NOW)
    assert section.items == []
    assert str(section.empty_text) in page(cast, "madina")


def test_the_administrator_sees_this_month_and_what_is_missing_as_counts(cast: Cast) -> None:
    with for_member(cast.madina) as reader:
        so_far, missing = figures_for(reader, NOW)
    # Gulnara and Rustam came, each with a case.
    assert [figure.value for figure in so_far.figures] == [2, 2, 0, 0]
    assert [figure.value for figure in missing.figures] == [0, 0, 0, 2, 0, 1]


@pytest.mark.parametrize("name", ["madina", "analyst_health"])
def test_no_name_and_no_way_to_a_file_stands_there(cast: Cast, name: str) -> None:
    write_history(cast, 1)
    home = page(cast, name)
    assert GULNARA not in home
    assert RUSTAM not in home
    assert not LINKS_TO_FILES.search(home)


def test_the_analyst_reads_the_last_month_of_the_city(cast: Cast) -> None:
    with for_member(cast.analyst_health) as reader:
        (section,) = sections_for(reader, NOW)
        (block,) = figures_for(reader, NOW)
    assert [item.url for item in section.items] == [f"/reports/city/{LAST}/"]
    assert len(block.tables) == 5
    assert "A dash stands for" in page(cast, "analyst_health")


@pytest.mark.parametrize("name", MEMBER_NAMES)
def test_nobody_else_has_figures_on_the_home_page(cast: Cast, name: str) -> None:
    acting = cast.members[name]
    with for_member(acting) as reader:
        assert bool(figures_for(reader, NOW)) == (acting.role in FIGURES)
    assert set(FIGURES) <= set(HOMES)
