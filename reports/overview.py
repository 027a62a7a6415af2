"""Which months have a report, and what stands at the head of each."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import TruncMonth

from accounts.acting import Acting, for_system
from cases.models import Case, Migrant, SymptomScreen
from referrals.models import Referral
from reports.blocks.closings import closings
from reports.kept import kept_facts
from reports.months import ALMATY, Month, month_of
from reports.slices import Slice

# A year before the month that runs. The report of an older month has its address as before: from
# the report of each month one leads to the month before it.
MONTHS_BACK = 12


@dataclass(frozen=True)
class MonthLine:
    """One month in figures. It is ready to close from its end to the end of the next."""

    month: Month
    people: int
    opened: int
    closed: int
    sent: int
    screens: int
    is_over: bool
    is_ready: bool

    @property
    def is_empty(self) -> bool:
        return not any((self.people, self.opened, self.closed, self.sent, self.screens))


def months(acting: Acting, now: datetime.datetime) -> list[MonthLine]:
    """Return the months of the last year in which anything happened and the one that runs.

    Newest first; no older rows are read, however long the organisation has been at work.
    """
    this = month_of(now)
    since = this.plus(-MONTHS_BACK).first_moment
    with for_system(reason="monthly report"):
        counts = {
            name: _by_month(rows.filter(**{f"{moment}__gte": since}), moment)
            for name, (rows, moment) in _counted(acting.organisation_key).items()
        }
        back = [this.plus(-number) for number in range(MONTHS_BACK + 1)]
        kept = _kept(acting.organisation_key, back)
    found = {this, *kept}.union(*counts.values())
    lines = [
        _line(
            month, kept.get(month) or {name: count[month] for name, count in counts.items()}, this
        )
        for month in sorted(found, reverse=True)
    ]
    return [line for line in lines if line.month == this or not line.is_empty]


def month_line(acting: Acting, month: Month, now: datetime.datetime) -> MonthLine:
    """Return one month's line, without counting the others."""
    slice_ = Slice(acting.organisation_key, month)
    with for_system(reason="monthly report"):
        counts = _kept(acting.organisation_key, [month]).get(month) or {
            name: rows.filter(slice_.within(moment)).count()
            for name, (rows, moment) in _counted(acting.organisation_key).items()
        }
    return _line(month, counts, month_of(now))


def _kept(organisation_id: uuid.UUID, months: list[Month]) -> dict[Month, dict[str, int]]:
    """Return the same numbers of months that are kept, whatever became of their files."""
    return {
        month: {
            "people": facts["people_by_age"].total(),
            "opened": facts["opened_by_kind"].total(),
            "closed": facts["closed_by_kind"].total(),
            "sent": facts["referrals_by_kind"].total(),
            "screens": facts["screens"]["made",],
        }
        for month, facts in kept_facts(organisation_id, months).items()
    }


def _line(month: Month, counts: dict[str, int], this: Month) -> MonthLine:
    is_ready = month == this.plus(-1)
    return MonthLine(month=month, **counts, is_over=month < this, is_ready=is_ready)


def _counted(organisation_id: uuid.UUID) -> dict[str, tuple[QuerySet[Model], str]]:
    ours = {"organisation_id": organisation_id}
    sent = Referral.objects.filter(sender_id=organisation_id, sent_at__isnull=False)
    return {
        "people": (Migrant.objects.filter(**ours), "registered_at"),
        "opened": (Case.objects.filter(**ours), "opened_at"),
        # Only its own organisation moves a case, so the cases need not be read for it.
        "closed": (closings().filter(**ours), "at"),
        "sent": (sent, "sent_at"),
        "screens": (SymptomScreen.objects.filter(**ours), "screened_on"),
    }


def _by_month(rows: QuerySet[Model], moment: str) -> Counter[Month]:
    # A day is the same everywhere; Django refuses a zone for it.
    zone = None if moment.endswith("_on") else ALMATY
    found = rows.values_list(TruncMonth(moment, tzinfo=zone)).annotate(count=Count("pk"))
    return Counter({Month(first.year, first.month): count for first, count in found})
