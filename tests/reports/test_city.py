"""What the health department reads: all organisations together, and nothing about a few."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import for_member, for_system
from accounts.models import Organisation
from cases.choices import Citizenship, Sex
from cases.models import Migrant, Person
from reports.city import city_tables
from reports.suppression import suppress
from reports.tables import Cell, Table
from tests.cast import Cast
from tests.reports.histories import MONTH, write_history
from tests.reports.naive import STATES, NaiveCount


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def tables(cast: Cast) -> dict[str, Table]:
    with for_member(cast.analyst_health):
        return {table.key: table for table in city_tables(MONTH)}


def shown(table: Table) -> tuple[list[Cell], Cell]:
    assert table.total is not None
    return [row.cells[0] for row in table.rows], table.total.cells[0]


def arrive(cast: Cast, count: int, house: Organisation, **facts: str) -> None:
    with for_system(reason="tests"):
        Migrant.objects.bulk_create(
            Migrant(
                person=Person.objects.create(),
                organisation=house,
                caseworker=cast.aigul.user,
                language="ru",
                registered_by=cast.aigul.user,
                registered_at=MONTH.first_moment + datetime.timedelta(days=3),
                **facts,
            )
            for _ in range(count)
        )


@pytest.mark.parametrize(("seed", "people"), [(1, 40), (2, 150)])
def test_the_tables_are_the_counts_over_all_organisations_cut_by_the_rule(
    cast: Cast, seed: int, people: int
) -> None:
    write_history(cast, seed, people)
    naive, found = NaiveCount(MONTH, None), tables(cast)
    counts = {
        "city_citizenship": [row[-1] for row in naive.people_by("citizenship")[:-1]],
        "city_sex": naive.people_by("age")[-1][:-1],
        "city_age": [row[-1] for row in naive.people_by("age")[:-1]],
        "city_kind": [began for began, _ended in naive.cases_by("kind")[:-1]],
        "city_state": [count for (count,) in naive.states()[:-1]],
    }
    # What cannot be is not cut with the others (`test_city_rows.py`).
    assert counts["city_state"].pop(STATES.index("expired")) == 0
    assert set(found) == set(counts)
    for key, expected in counts.items():
        cut = suppress(expected)
        assert shown(found[key]) == ([*cut.cells], cut.total)


def test_protected_organisations_are_counted_in_like_the_others(cast: Cast) -> None:
    assert cast.tirek.is_protected
    arrive(cast, 7, cast.tirek, citizenship="TJ", sex="female")
    arrive(cast, 5, cast.komek, citizenship="TJ", sex="female")
    found = tables(cast)
    cells, total = shown(found["city_citizenship"])
    # Twelve of one country and nobody of any other: the zeros would follow, so only twelve is told.
    assert cells == [None] * len(Citizenship.values)
    assert total == 12
    assert shown(found["city_sex"]) == ([None] * len(Sex.values), 12)


def test_a_month_of_nine_says_nothing_not_even_nine(cast: Cast) -> None:
    arrive(cast, 9, cast.komek, citizenship="TJ", sex="female")
    for table in tables(cast).values():
        cells, total = shown(table)
        assert set(cells) == {None}
        assert total is None


def test_one_small_country_takes_the_next_larger_one_with_it(cast: Cast) -> None:
    for count, country in ((30, "UZ"), (20, "KG"), (15, "TJ"), (4, "stateless"), (12, "KZ")):
        arrive(cast, count, cast.komek, citizenship=country, sex="male")
    arrive(cast, 10, cast.tirek, citizenship="other", sex="male")
    arrive(cast, 10, cast.tirek, citizenship="unknown", sex="male")
    table = tables(cast)["city_citizenship"]
    said = {row.label: row.cells[0] for row in table.rows}
    assert said == {
        "Kyrgyzstan": 20,
        "Tajikistan": 15,
        "Uzbekistan": 30,
        "Kazakhstan": 12,
        "Another country": None,
        "No citizenship": None,
        "Not known": None,
    }
    assert shown(table)[1] == 101
