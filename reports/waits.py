"""How long something took: the median of days, and how much of it came in time."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from cases.working_days import working_days_after
from referrals.schedule import DEFAULT_CLOCK

# When it was sent, and when what was waited for came; None where it had not come.
Days = tuple[datetime.date, datetime.date | None]


@dataclass(frozen=True)
class Waits:
    """How many came within the working days of the clock, came later, had not come."""

    in_time: int
    later: int
    never: int
    median_days: int | float | None


def waits_of(counts: Mapping[Days, int]) -> Waits:
    """Return what became of so many waits; the median is of calendar days, of those that came."""
    fates: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for (sent_on, came_on), count in counts.items():
        fates[_fate(sent_on, came_on)] += count
        if came_on is not None:
            days[(came_on - sent_on).days] += count
    return Waits(fates["in_time"], fates["later"], fates["never"], _median(days))


def _fate(sent_on: datetime.date, came_on: datetime.date | None) -> str:
    if came_on is None:
        return "never"
    due_on = working_days_after(sent_on, DEFAULT_CLOCK.answer_working_days)
    return "in_time" if came_on <= due_on else "later"


def _median(days: Counter[int]) -> int | float | None:
    if not days:
        return None
    middle = median(days.elements())
    return int(middle) if middle == int(middle) else middle
