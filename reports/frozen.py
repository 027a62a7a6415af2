"""The city's figures of a month, counted once: every later reading shows the same numbers."""

from django.utils import timezone

from accounts.acting import for_system
from reports.city_counts import CityTable, city_counts
from reports.models import CityMonth
from reports.months import Month


class MonthStillRuns(ValueError):
    """Frozen now, the month would for ever lack those who are still to come."""


def frozen_tables(month: Month) -> dict[str, CityTable]:
    """Return the tables of a month that is over, freezing them where nobody has read them yet."""
    with for_system(reason="city figures"):
        rows = CityMonth.objects.filter(month=month.first_day)
        kept = rows.first()
        if kept is None:
            _freeze(month)
            kept = rows.get()
    tables: dict[str, CityTable] = kept.tables
    return tables


def _freeze(month: Month) -> None:
    now = timezone.now()
    if not month.is_over(now):
        raise MonthStillRuns(str(month))
    counted = CityMonth(month=month.first_day, tables=city_counts(month), frozen_at=now)
    # Of two who come first at the same time one writes; then both read what that one wrote.
    CityMonth.objects.bulk_create([counted], ignore_conflicts=True)
