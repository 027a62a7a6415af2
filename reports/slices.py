"""Which part of the data is counted: whose, and of which month."""

import uuid
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q

from reports.months import Month


class Whole(Enum):
    """Not one organisation but all of them; said aloud, so that nobody counts all by mistake."""

    CITY = "city"


@dataclass(frozen=True)
class Slice:
    """The figures of one organisation, or of the whole city, in one month."""

    whose: uuid.UUID | Whole
    month: Month

    def ours(self, column: str) -> Q:
        """Keep rows of the organisation; `column` is the foreign key to it."""
        return Q() if isinstance(self.whose, Whole) else Q(**{f"{column}_id": self.whose})

    def within(self, column: str) -> Q:
        """Keep moments of the month, from midnight to midnight in Almaty."""
        return Q(
            **{
                f"{column}__gte": self.month.first_moment,
                f"{column}__lt": self.month.next_first_moment,
            }
        )

    def on_days(self, column: str) -> Q:
        """Keep days of the month."""
        return Q(
            **{f"{column}__gte": self.month.first_day, f"{column}__lt": self.month.next_first_day}
        )
