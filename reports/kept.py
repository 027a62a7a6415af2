"""Months that are over, as their reports keep them: written once, read from then on.

Everything here runs as the system: figures name nobody, and no member sees the rows.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from cases.models import Migrant
from reports.blocks.cases import MONTHS
from reports.counting import counted
from reports.facts import Facts, read, written
from reports.frozen import MonthStillRuns, frozen_tables
from reports.models import MonthlyFacts
from reports.months import Month, month_of
from reports.slices import Slice

# Late entries find their way until the next month is over too; from then on a month stands.
MONTHS_LEFT_OPEN = 1
MONTHS_AT_ONCE = 24


def facts_of(organisation_id: uuid.UUID, month: Month) -> Facts:
    """Return what the report of a month says: as it was kept, or counted now."""
    kept = kept_facts(organisation_id, [month.plus(-back) for back in range(6)])
    if month in kept:
        return kept[month]
    facts = counted(Slice(organisation_id, month))
    # What was reported of earlier months stands, whatever became of their files.
    for earlier, those in kept.items():
        facts[MONTHS][str(earlier),] = those["opened_by_kind"].total()
    return facts


def kept_facts(organisation_id: uuid.UUID, months: Iterable[Month]) -> dict[Month, Facts]:
    """Return what was kept of these months: one query."""
    rows = MonthlyFacts.objects.filter(
        organisation_id=organisation_id, month__in=[month.first_day for month in months]
    )
    return {Month(row.month.year, row.month.month): read(row.facts) for row in rows}


def keep_month(organisation_id: uuid.UUID, month: Month) -> None:
    """Keep one month that is over, and the city's figures of it; once kept, it stays.

    Of two at once one writes, and both find the same afterwards.
    """
    now = timezone.now()
    if not month.is_over(now):
        raise MonthStillRuns(str(month))
    frozen_tables(month)
    facts = written(facts_of(organisation_id, month))
    row = MonthlyFacts(
        organisation_id=organisation_id, month=month.first_day, facts=facts, kept_at=now
    )
    MonthlyFacts.objects.bulk_create([row], ignore_conflicts=True)


def months_to_keep(now: datetime.datetime) -> list[tuple[uuid.UUID, Month]]:
    """Return whose months are over for good and not kept yet, the oldest first, not too many."""
    last = month_of(now).plus(-1 - MONTHS_LEFT_OPEN)
    firsts = Migrant.objects.values_list("organisation_id").annotate(first=Min("registered_at"))
    found = [
        (organisation_id, month)
        for organisation_id, first in firsts
        for month in missing_months(organisation_id, month_of(first), last)
    ]
    return sorted(found, key=lambda one: one[1])[:MONTHS_AT_ONCE]


def missing_months(organisation_id: uuid.UUID, first: Month, last: Month) -> list[Month]:
    """Return the months from the first to the last that are not kept: one query."""
    months = []
    while first <= last:
        months.append(first)
        first = first.plus(1)
    kept = kept_facts(organisation_id, months)
    return [month for month in months if month not in kept]


def keep_months_of(file: Migrant) -> None:
    """Keep every month that is over and counts the file, so that the file may go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports_months_missing(%s)", [file.pk])
        missing: list[tuple[datetime.date]] = cursor.fetchall()
    for (first_day,) in missing:
        keep_month(file.organisation_id, Month(first_day.year, first_day.month))
