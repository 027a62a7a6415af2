"""How long answers took, counted on a calendar of 2026 (1 October is a Thursday)."""

import datetime
from collections import Counter

import pytest

from reports.waits import Days, Waits, waits_of


def october(day: int) -> datetime.date:
    return datetime.date(2026, 10, day)


@pytest.mark.parametrize(
    ("sent", "last_in_time"),
    [(1, 8), (2, 9), (3, 9), (4, 9), (5, 12), (9, 16)],  # Thu, Fri, Sat, Sun, Mon, Fri
)
def test_five_working_days_pass_over_weekends(sent: int, last_in_time: int) -> None:
    in_time = waits_of({(october(sent), october(last_in_time)): 1})
    too_late = waits_of({(october(sent), october(last_in_time + 1)): 1})
    assert (in_time.in_time, in_time.later) == (1, 0)
    assert (too_late.in_time, too_late.later) == (0, 1)


def test_an_answer_on_the_same_day_took_no_days() -> None:
    assert waits_of({(october(1), october(1)): 3}) == Waits(3, 0, 0, 0)


def test_who_never_got_an_answer_is_counted_but_has_no_days() -> None:
    assert waits_of({(october(1), None): 2}) == Waits(0, 0, 2, None)
    assert waits_of({}) == Waits(0, 0, 0, None)


@pytest.mark.parametrize(
    ("days", "middle"), [([1], 1), ([1, 4], 2.5), ([1, 3], 2), ([9, 1, 2], 2), ([0, 0, 0, 20], 0)]
)
def test_the_median_is_the_middle_or_half_way_between_the_two_middle_ones(
    days: list[int], middle: float
) -> None:
    counts: Counter[Days] = Counter((october(1), october(1 + one)) for one in days)
    assert waits_of(counts).median_days == middle
    assert isinstance(waits_of(counts).median_days, int) == (middle == int(middle))
