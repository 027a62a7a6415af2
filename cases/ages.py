"""Ages from birth dates that are often known only by month or year.

A date known by month or year stands for a stretch of days. The age given is the youngest
possible one: whoever may still be a child is counted, and protected, as a child.
"""

from calendar import monthrange
from datetime import date

ADULT_AT = 18
UNKNOWN_BAND = "unknown"
_BANDS = (
    (4, "0-4"),
    (9, "5-9"),
    (14, "10-14"),
    (19, "15-19"),
    (24, "20-24"),
    (34, "25-34"),
    (44, "35-44"),
    (54, "45-54"),
    (64, "55-64"),
)
_LAST_BAND = "65+"
AGE_BANDS = (*(band for _, band in _BANDS), _LAST_BAND, UNKNOWN_BAND)


def age_on(birth: date | None, precision: str, today: date) -> int | None:
    """Return the completed years on that day, the fewest possible; None where nothing is known.

    ``precision`` is day, month, year or unknown. A birth after ``today`` is None, not negative.
    """
    possible = possible_ages(birth, precision, today)
    return None if possible is None else possible[0]


def age_band(age: int | None) -> str:
    """Return the reporting band of an age, one of ``AGE_BANDS``; ValueError below zero."""
    if age is None:
        return UNKNOWN_BAND
    if age < 0:
        raise ValueError("an age is never below zero")
    return next((band for oldest, band in _BANDS if age <= oldest), _LAST_BAND)


def is_minor(birth: date | None, precision: str, today: date) -> bool | None:
    """Tell whether the person is under eighteen; None where the date leaves both possible."""
    possible = possible_ages(birth, precision, today)
    if possible is None:
        return None
    youngest, oldest = possible
    if oldest < ADULT_AT:
        return True
    return False if youngest >= ADULT_AT else None


def possible_ages(birth: date | None, precision: str, today: date) -> tuple[int, int] | None:
    """Return the youngest and the oldest age the person may have; None where nothing is known."""
    days = _possible_birth_days(birth, precision)
    if days is None or days[0] > today:
        return None
    earliest, latest = days
    return _completed_years(min(latest, today), today), _completed_years(earliest, today)


def _possible_birth_days(birth: date | None, precision: str) -> tuple[date, date] | None:
    if precision not in {"day", "month", "year", "unknown"}:
        raise ValueError(f"no such precision: {precision}")
    if birth is None or precision == "unknown":
        return None
    if precision == "year":
        return date(birth.year, 1, 1), date(birth.year, 12, 31)
    if precision == "month":
        last = monthrange(birth.year, birth.month)[1]
        return birth.replace(day=1), birth.replace(day=last)
    return birth, birth


def _completed_years(birth: date, today: date) -> int:
    # Born on 29 February, one turns on 1 March of a common year: the later, protective day.
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (not had_birthday)
