"""Calendar months in Almaty: from an address, before and after each other, in days and moments."""

import datetime
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
MONTHS = 12
# Nothing here is older than the century, and nobody plans beyond it by a thousand years.
_ADDRESS = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")


class NoSuchMonth(ValueError):
    """The address names no month."""


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year; the earlier is the smaller."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return the month as it stands in addresses and file names."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def next_first_day(self) -> datetime.date:
        return self.plus(1).first_day

    @property
    def first_moment(self) -> datetime.datetime:
        return datetime.datetime.combine(self.first_day, datetime.time(), ALMATY)

    @property
    def next_first_moment(self) -> datetime.datetime:
        return self.plus(1).first_moment

    def plus(self, months: int) -> "Month":
        """Return the month so many months later, or earlier where negative."""
        years, place = divmod(self.year * MONTHS + self.number - 1 + months, MONTHS)
        return Month(years, place + 1)

    def is_over(self, now: datetime.datetime) -> bool:
        """Say whether its last moment has passed."""
        return now >= self.next_first_moment


def parse(address: str) -> Month:
    """Return the month written as 2026-10; anything else raises NoSuchMonth."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise NoSuchMonth(address)
    return Month(int(found[1]), int(found[2]))


def month_of(moment: datetime.datetime) -> Month:
    """Return the month that it is in Almaty at a moment."""
    there = moment.astimezone(ALMATY)
    return Month(there.year, there.month)
