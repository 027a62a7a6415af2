"""How an agreement between two organisations stands on a day, and when it stops opening files.

Days count as on paper: the first and the last day are within. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

AgreementState = Literal["proposed", "coming", "in_force", "ending", "ran_out", "ended"]
ALMATY = ZoneInfo("Asia/Almaty")
SOON_DAYS = 30
IN_FORCE: frozenset[str] = frozenset({"in_force", "ending"})


@dataclass(frozen=True)
class AgreementFacts:
    """What decides about one agreement."""

    is_confirmed: bool
    has_ended: bool
    from_on: date
    until_on: date | None


def state_on(agreement: AgreementFacts, today: date) -> AgreementState:
    """Return how the agreement stands on that day; ending within 30 days of its last one."""
    if agreement.has_ended:
        return "ended"
    if agreement.until_on is not None and today > agreement.until_on:
        return "ran_out"
    if not agreement.is_confirmed:
        return "proposed"
    if today < agreement.from_on:
        return "coming"
    return "ending" if _ends_soon(agreement.until_on, today) else "in_force"


def ends_at(until_on: date | None) -> datetime | None:
    """Return the moment after the last day (Almaty's midnight); None where there is no last day."""
    return datetime.combine(until_on + timedelta(days=1), time(), ALMATY) if until_on else None


def _ends_soon(until_on: date | None, today: date) -> bool:
    return until_on is not None and (until_on - today).days <= SOON_DAYS
