"""Ages: never overstated, whatever is known of the birth date."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.ages import AGE_BANDS, age_band, age_on, is_minor

TODAY = date(2026, 5, 15)
PRECISIONS = ["day", "month", "year"]
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2000, 5, 14), 26),
        (date(2000, 5, 15), 26),
        (date(2000, 5, 16), 25),
        (date(2000, 12, 31), 25),
        (date(2000, 1, 1), 26),
        (date(2026, 5, 15), 0),
        (date(2025, 5, 16), 0),
        (date(2025, 5, 15), 1),
        (date(1916, 5, 15), 110),
    ],
)
def test_an_age_is_completed_years(birth: date, expected: int) -> None:
    assert age_on(birth, "day", TODAY) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 27), 17),
        (date(2026, 2, 28), 17),
        (date(2026, 3, 1), 18),
        (date(2028, 2, 28), 19),
        (date(2028, 2, 29), 20),
    ],
)
def test_a_leap_day_child_has_its_birthday_on_the_first_of_march_in_common_years(
    today: date, expected: int
) -> None:
    assert age_on(date(2008, 2, 29), "day", today) == expected


def test_a_month_counts_from_its_last_day() -> None:
    birth = date(2008, 5, 1)
    assert age_on(birth, "month", date(2026, 5, 30)) == 17
    assert age_on(birth, "month", date(2026, 5, 31)) == 18


def test_a_leap_february_known_by_month_ends_on_the_twenty_ninth() -> None:
    assert age_on(date(2008, 2, 1), "month", date(2028, 2, 28)) == 19
    assert age_on(date(2008, 2, 1), "month", date(2028, 2, 29)) == 20


def test_a_year_counts_from_its_last_day() -> None:
    birth = date(2008, 1, 1)
    assert age_on(birth, "year", date(2026, 12, 30)) == 17
    assert age_on(birth, "year", date(2026, 12, 31)) == 18


def test_a_newborn_of_this_month_or_year_is_zero_not_below() -> None:
    assert age_on(date(2026, 5, 1), "month", TODAY) == 0
    assert age_on(date(2026, 1, 1), "year", TODAY) == 0
    assert age_on(date(2026, 12, 31), "year", TODAY) == 0


@pytest.mark.parametrize(
    ("birth", "precision"),
    [
        (date(2026, 5, 16), "day"),
        (date(2026, 6, 1), "month"),
        (date(2027, 1, 1), "year"),
        (None, "day"),
        (None, "year"),
        (None, "unknown"),
        (date(1990, 1, 1), "unknown"),
    ],
)
def test_an_unknown_birth_and_one_still_to_come_have_no_age(
    birth: date | None, precision: str
) -> None:
    assert age_on(birth, precision, TODAY) is None
    assert is_minor(birth, precision, TODAY) is None


@pytest.mark.parametrize("precision", ["", "DAY", "decade"])
@pytest.mark.parametrize("birth", [None, date(1990, 1, 1)])
def test_a_precision_nobody_defined_is_refused(precision: str, birth: date | None) -> None:
    with pytest.raises(ValueError, match="no such precision"):
        age_on(birth, precision, TODAY)
    with pytest.raises(ValueError, match="no such precision"):
        is_minor(birth, precision, TODAY)


@given(days, days, st.sampled_from(["month", "year"]))
def test_a_vaguer_date_never_makes_anyone_older(birth: date, today: date, precision: str) -> None:
    assume(birth <= today)
    exact, vague = age_on(birth, "day", today), age_on(birth, precision, today)
    assert exact is not None
    assert vague is not None
    assert max(0, exact - 1) <= vague <= exact


@given(days, days, st.sampled_from(PRECISIONS))
def test_nobody_grows_younger_overnight_and_at_most_one_year_older(
    birth: date, today: date, precision: str
) -> None:
    assume(birth <= today)
    before = age_on(birth, precision, today)
    after = age_on(birth, precision, today + timedelta(days=1))
    assert before is not None
    assert after in {before, before + 1}


@given(days, days, st.sampled_from(["month", "year"]))
def test_which_day_of_the_known_month_or_year_is_stored_does_not_matter(
    birth: date, today: date, precision: str
) -> None:
    first = birth.replace(day=1) if precision == "month" else birth.replace(month=1, day=1)
    assert age_on(birth, precision, today) == age_on(first, precision, today)
    assert is_minor(birth, precision, today) == is_minor(first, precision, today)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-4"),
        (4, "0-4"),
        (5, "5-9"),
        (9, "5-9"),
        (10, "10-14"),
        (14, "10-14"),
        (15, "15-19"),
        (19, "15-19"),
        (20, "20-24"),
        (24, "20-24"),
        (25, "25-34"),
        (34, "25-34"),
        (35, "35-44"),
        (44, "35-44"),
        (45, "45-54"),
        (54, "45-54"),
        (55, "55-64"),
        (64, "55-64"),
        (65, "65+"),
        (130, "65+"),
        (None, "unknown"),
    ],
)
def test_each_band_holds_its_first_and_last_year(age: int | None, band: str) -> None:
    assert age_band(age) == band


def test_the_bands_are_the_eleven_of_the_reports_in_order() -> None:
    under_65 = ["0-4", "5-9", "10-14", "15-19", "20-24", "25-34", "35-44", "45-54", "55-64"]
    reached = list(dict.fromkeys(age_band(age) for age in range(120)))
    assert reached == [*under_65, "65+"]
    assert list(AGE_BANDS) == [*reached, "unknown"]


def test_an_age_below_zero_has_no_band() -> None:
    with pytest.raises(ValueError, match="below zero"):
        age_band(-1)


def test_a_child_is_a_minor_until_the_eighteenth_birthday() -> None:
    assert is_minor(date(2008, 5, 16), "day", TODAY) is True
    assert is_minor(date(2008, 5, 15), "day", TODAY) is False


@pytest.mark.parametrize(
    ("birth", "precision", "expected"),
    [
        (date(2008, 6, 1), "month", True),
        (date(2008, 5, 1), "month", None),
        (date(2008, 4, 1), "month", False),
        (date(2009, 1, 1), "year", True),
        (date(2008, 1, 1), "year", None),
        (date(2007, 1, 1), "year", False),
    ],
)
def test_a_vague_date_that_leaves_both_possible_says_so(
    birth: date, precision: str, *, expected: bool | None
) -> None:
    assert is_minor(birth, precision, TODAY) is expected


@given(days, days, st.sampled_from(PRECISIONS))
def test_an_age_under_eighteen_is_never_called_grown_up(
    birth: date, today: date, precision: str
) -> None:
    age, minor = age_on(birth, precision, today), is_minor(birth, precision, today)
    if age is None:
        assert minor is None
    else:
        assert (minor is False) == (age >= 18)


@given(days, days, st.sampled_from(["month", "year"]))
def test_a_vague_answer_about_minority_never_contradicts_the_exact_one(
    birth: date, today: date, precision: str
) -> None:
    assume(birth <= today)
    assert is_minor(birth, precision, today) in {None, is_minor(birth, "day", today)}
