"""Months: what an address may say, and where a month begins and ends in Almaty."""

import datetime

import pytest

from reports.months import ALMATY, Month, NoSuchMonth, month_of, parse

OCTOBER = Month(2026, 10)
UTC = datetime.UTC
MICROSECOND = datetime.timedelta(microseconds=1)


@pytest.mark.parametrize("address", ["2026-10", "2000-01", "2999-12"])
def test_an_address_that_names_a_month_is_read_and_written_alike(address: str) -> None:
    assert str(parse(address)) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "2026", "2026-1", "2026-00", "2026-13", "26-10", "1999-12", "3000-01", "2026-10-01",
        "2026/10", " 2026-10", "2026-10\n", "-2026-10", "２０２６-10", "2026-١٠", "2026-1O", "now",
    ],
)  # fmt: skip
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(NoSuchMonth):
        parse(address)


def test_a_month_begins_at_midnight_in_almaty_five_hours_before_utc() -> None:
    assert OCTOBER.first_moment == datetime.datetime(2026, 9, 30, 19, tzinfo=UTC)
    assert OCTOBER.next_first_moment == datetime.datetime(2026, 10, 31, 19, tzinfo=UTC)


def test_before_march_2024_almaty_was_six_hours_ahead() -> None:
    assert Month(2024, 2).first_moment == datetime.datetime(2024, 1, 31, 18, tzinfo=UTC)
    assert Month(2024, 3).next_first_moment == datetime.datetime(2024, 3, 31, 19, tzinfo=UTC)


def test_the_first_moment_is_inside_and_the_one_before_it_is_not() -> None:
    assert month_of(OCTOBER.first_moment) == OCTOBER
    assert month_of(OCTOBER.first_moment - MICROSECOND) == Month(2026, 9)
    assert month_of(OCTOBER.next_first_moment - MICROSECOND) == OCTOBER
    assert month_of(OCTOBER.next_first_moment) == Month(2026, 11)


def test_a_moment_counts_where_almaty_is_and_not_where_it_was_written() -> None:
    late_in_london = datetime.datetime(2026, 9, 30, 20, tzinfo=UTC)
    assert month_of(late_in_london) == OCTOBER


def test_a_month_is_over_at_the_first_moment_of_the_next() -> None:
    assert not OCTOBER.is_over(OCTOBER.next_first_moment - MICROSECOND)
    assert OCTOBER.is_over(OCTOBER.next_first_moment)


@pytest.mark.parametrize(
    ("months", "there"), [(0, "2026-10"), (3, "2027-01"), (-10, "2025-12"), (-9, "2026-01")]
)
def test_months_are_counted_over_the_turn_of_the_year(months: int, there: str) -> None:
    assert str(OCTOBER.plus(months)) == there
    assert OCTOBER.plus(months).plus(-months) == OCTOBER


def test_all_days_of_a_year_belong_to_the_month_they_say() -> None:
    day = datetime.date(2028, 1, 1)
    while day.year == 2028:
        noon = datetime.datetime.combine(day, datetime.time(12), ALMATY)
        month = month_of(noon)
        assert month.first_day <= day < month.next_first_day
        day += datetime.timedelta(days=1)


def test_the_earlier_month_is_the_smaller() -> None:
    assert sorted([Month(2026, 1), Month(2025, 12), Month(2026, 11)]) == [
        Month(2025, 12),
        Month(2026, 1),
        Month(2026, 11),
    ]
