"""The monthly report of one's own organisation, put together from its blocks."""

import datetime
from dataclasses import dataclass

from accounts.acting import Acting, for_system
from reports.counting import BLOCKS
from reports.kept import facts_of
from reports.months import Month
from reports.tables import Figure, Section, Table


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
    """Return one month of the member's own organisation: as it was kept, or counted now.

    Figures only: no person leaves.
    """
    with for_system(reason="monthly report"):
        facts = facts_of(acting.organisation_key, month)
    sections = tuple(block.section(facts) for block in BLOCKS)
    return Report(acting.works_for.name, month, month.is_over(now), sections)
