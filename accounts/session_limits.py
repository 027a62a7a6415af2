"""How long somebody stays logged in: by the kind of house they work in. Pure.

Idle: without a request. Whole: since logging in, whatever they did meanwhile. Sources: OWASP ASVS 5.0
7.3 (both limits, by risk), and the houses: ward computers are shared, consulates and centres are
where a screen left open does most harm.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How long a session may rest, and how long it may last at all."""

    idle: datetime.timedelta
    whole: datetime.timedelta


def limits(*, minutes: int, hours: int) -> Limits:
    """Return limits of so many idle minutes and so many hours in all."""
    return Limits(datetime.timedelta(minutes=minutes), datetime.timedelta(hours=hours))


# The kind of a system administrator's house: they have none.
NO_HOUSE = ""
BY_KIND: dict[str, Limits] = {
    "consulate": limits(minutes=15, hours=8),
    "reception_centre": limits(minutes=15, hours=8),
    "health_department": limits(minutes=15, hours=8),
    "clinic": limits(minutes=15, hours=12),
    "ngo": limits(minutes=30, hours=12),
    "community": limits(minutes=30, hours=12),
    NO_HOUSE: limits(minutes=10, hours=4),
}
STRICTEST = BY_KIND[NO_HOUSE]


def strictest_of(kinds: Iterable[str]) -> Limits:
    """Return the stricter of all one's houses' limits; who belongs nowhere gets the strictest."""
    found = [BY_KIND.get(kind, STRICTEST) for kind in kinds] or [STRICTEST]
    return Limits(min(one.idle for one in found), min(one.whole for one in found))


def is_over(
    within: Limits,
    *,
    began_at: datetime.datetime,
    seen_at: datetime.datetime,
    now: datetime.datetime,
) -> bool:
    """Say whether a session has rested or lasted too long."""
    return now - seen_at >= within.idle or now - began_at >= within.whole
