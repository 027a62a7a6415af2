"""Working days: what the clocks of laws and of referrals count in."""

import datetime

_SATURDAY = 5


def working_days_after(
    day: datetime.date, n: int, holidays: frozenset[datetime.date] = frozenset()
) -> datetime.date:
    """Return the n-th working day (Monday to Friday, no holiday) after the day; n = 0 is the day.

    A negative n is a ValueError.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n > 0:
        day += datetime.timedelta(days=1)
        n -= day.weekday() < _SATURDAY and day not in holidays
    return day
