"""Which months have a report, and what stands at the head of each."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import TruncMonth

from accounts.acting import Acting, for_system
from cases.models import Case, Migrant, SymptomScreen
from referrals.models import Referral
from reports.blocks.closings import closings
from reports.months import ALMATY, Month, month_of
from reports.slices import Slice


@dataclass(frozen=True)
class MonthLine:
    """One month with its four figures. A month that is over is ready to close until the next is."""

    month: Month
    people: int
    opened: int
    closed: int
    sent: int
    is_over: bool
    is_ready: bool


def months(acting: Acting, now: datetime.datetime) -> list[MonthLine]:
    """Return the months in which anything happened and the one that runs, newest first."""
    this = month_of(now)
    with for_system(reason="monthly report"):
        counts = _counts(Slice(acting.organisation_key, this))
        screened = _months_of_screens(acting)
    return [
        MonthLine(
            month=month,
            **{name: count[month] for name, count in counts.items()},
            is_over=month < this,
            is_ready=month == this.plus(-1),
        )
        for month in sorted({this, *screened, *(m for c in counts.values() for m in c)})[::-1]
    ]


def _counts(slice_: Slice) -> dict[str, Counter[Month]]:
    sent = Referral.objects.filter(slice_.ours("sender"), sent_at__isnull=False)
    return {
        "people": _by_month(Migrant.objects.filter(slice_.ours("organisation")), "registered_at"),
        "opened": _by_month(Case.objects.filter(slice_.ours("organisation")), "opened_at"),
        "closed": _by_month(closings().filter(slice_.ours("case__organisation")), "at"),
        "sent": _by_month(sent, "sent_at"),
    }


def _by_month(rows: QuerySet[Model], moment: str) -> Counter[Month]:
    found = rows.values_list(TruncMonth(moment, tzinfo=ALMATY)).annotate(count=Count("pk"))
    return Counter({month_of(first): count for first, count in found})


def _months_of_screens(acting: Acting) -> set[Month]:
    screens = SymptomScreen.objects.filter(organisation_id=acting.organisation_key)
    days = screens.values_list(TruncMonth("screened_on"), flat=True).distinct()
    return {Month(day.year, day.month) for day in days}
