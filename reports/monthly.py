"""The monthly report of one's own organisation, put together from its blocks."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from accounts.acting import Acting, for_system
from reports.blocks.cases import cases
from reports.blocks.envelopes import envelopes
from reports.blocks.people import people
from reports.blocks.referrals import referrals
from reports.blocks.reminders import reminders
from reports.blocks.screens import screens
from reports.months import Month
from reports.slices import Slice
from reports.tables import Figure, Section, Table

# In the order of the page. A block costs the same few queries whatever it counts.
BLOCKS: tuple[Callable[[Slice], Section], ...] = (
    people,
    screens,
    cases,
    referrals,
    envelopes,
    reminders,
)


@dataclass(frozen=True)
class Report:
    """The figures of one organisation in one month."""

    organisation: str
    month: Month
    is_over: bool
    sections: tuple[Section, ...]

    @property
    def headline(self) -> tuple[Figure, ...]:
        return tuple(figure for section in self.sections for figure in section.headline)

    def table(self, key: str) -> Table:
        """Return the table with this key."""
        return next(
            table for section in self.sections for table in section.tables if table.key == key
        )


def monthly_report(acting: Acting, month: Month, now: datetime.datetime) -> Report:
    """Count one month of the member's own organisation. Figures only: no person leaves."""
    slice_ = Slice(acting.organisation_key, month)
    with for_system(reason="monthly report"):
        sections = tuple(block(slice_) for block in BLOCKS)
    return Report(acting.works_for.name, month, month.is_over(now), sections)
