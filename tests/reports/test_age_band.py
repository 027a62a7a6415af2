"""The database works out the same age band as the files do, on every kind of date."""

import datetime
import itertools

import pytest
from django.db import connection

from cases.ages import AGE_BANDS, age_band, age_on
from reports.blocks.age_band import _SQL, band_code, band_labels

DAYS = [datetime.date(2024, 2, 28) + datetime.timedelta(days=shift) for shift in range(4)]
DAYS += [datetime.date(2023, 2, 28), datetime.date(2023, 3, 1), datetime.date(2026, 12, 31)]
DAYS += [datetime.date(2026, 1, 1), datetime.date(2025, 6, 30)]
# The turn of every band, leap days, the last days of months, the present and a little after it.
BIRTHS = [
    datetime.date(year, month, day)
    for year in (1924, 1959, 1960, 1961, 1990, 2000, 2004, 2009, 2014, 2019, 2020, 2024, 2025, 2027)
    for month, day in ((1, 1), (2, 28), (2, 29), (3, 1), (6, 30), (12, 31))
    if (month, day) != (2, 29) or year % 4 == 0
]


def by_the_database(birth: datetime.date | None, precision: str, day: datetime.date) -> str:
    with connection.cursor() as cursor:
        known = "%s::date, %s::text, %s::date"
        cursor.execute("SELECT " + _SQL % {"expressions": known}, [birth, precision, day])
        return band_code(cursor.fetchone()[0])


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_it_is_the_band_of_the_youngest_possible_age(db: None, precision: str) -> None:
    differing = [
        (birth, day)
        for birth, day in itertools.product(BIRTHS, DAYS)
        if by_the_database(birth, precision, day) != age_band(age_on(birth, precision, day))
    ]
    assert differing == []


def test_what_is_not_known_is_a_band_of_its_own(db: None) -> None:
    assert by_the_database(None, "unknown", DAYS[0]) == "unknown"


def test_every_band_is_named_in_its_order_with_a_dash_that_no_spreadsheet_takes_for_a_date() -> (
    None
):
    labels = band_labels("Not known")
    assert [code for code, _label in labels] == list(AGE_BANDS)
    assert [label for _code, label in labels][:3] == ["0–4", "5–9", "10–14"]
    assert [label for _code, label in labels][-2:] == ["65+", "Not known"]
    assert not any("-" in label for _code, label in labels)
