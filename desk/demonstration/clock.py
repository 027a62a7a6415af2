"""Moments of the demonstration, counted from the one reading of the clock."""

import datetime
from dataclasses import dataclass

SATURDAY = 5


@dataclass(frozen=True)
class Clock:
    """The moment of loading, in Almaty's time."""

    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        return self.now.date()

    def day(self, days_ago: int) -> datetime.date:
        """Return a working day: a weekend's day in the past becomes its Friday, ahead its Monday."""
        day = self.today - datetime.timedelta(days=days_ago)
        weekend = day.weekday() - SATURDAY
        if days_ago == 0 or weekend < 0:
            return day
        return day + datetime.timedelta(days=-1 - weekend if days_ago > 0 else 2 - weekend)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime.datetime:
        """Return an hour of a working day."""
        return datetime.datetime.combine(
            self.day(days_ago), datetime.time(hour, minute), self.now.tzinfo
        )
