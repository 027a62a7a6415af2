"""What row-level security costs: the questions of each list, bound by policies and free of them.

The plain role asks, bound to the reader; the owner asks the same, bound alike, while its tables
do not force their policies on it. Both carry the application's own filter.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import enforcement
from accounts.acting import Acting
from accounts.policies import TABLES
from desk.bench.partners import Readers

RUNS = 15
ALLOWED = 1.5
# Below this a ratio says how a clock ticks, and nothing of policies.
LEAST_MS = 0.3


@dataclass(frozen=True)
class Cost:
    """A list's questions, times in milliseconds; the slowest of them, should somebody mend it."""

    page: str
    bound_ms: float
    free_ms: float
    worst: str

    @property
    def ratio(self) -> float:
        """How many times longer they take under the policies."""
        return self.bound_ms / max(self.free_ms, LEAST_MS)


def costs(readers: Readers) -> list[Cost]:
    """Measure every list for every reader who has it."""
    asked = {name: _asked(*page) for name, page in _pages(readers).items()}
    bound = {
        name: [_timed("default", acting, sql) for sql in reads]
        for name, (acting, reads) in asked.items()
    }
    with _owner_unforced():
        free = {
            name: [_timed("owner", acting, sql) for sql in reads]
            for name, (acting, reads) in asked.items()
        }
    return [_cost(name, asked[name][1], bound[name], free[name]) for name in asked]


def _cost(name: str, reads: list[str], bound: list[float], free: list[float]) -> Cost:
    worse = max(range(len(reads)), key=lambda place: bound[place] - free[place])
    worst = f"{bound[worse]:.1f} against {free[worse]:.1f} ms: {reads[worse]}"
    return Cost(name, sum(bound), sum(free), worst)


def _pages(readers: Readers) -> dict[str, tuple[Acting, str, dict[str, str] | None]]:
    """Return who asks for which list: its address, and what is sent where it is a search."""
    found: dict[str, tuple[Acting, str, dict[str, str] | None]] = {}
    lists = {
        "home": "desk:home",
        "people": "cases:migrants",
        "cases": "cases:cases",
        "referrals": "referrals:referrals",
        "reminders": "reminders:reminders",
    }
    staff = {"caseworker": readers.caseworker, "supervisor": readers.supervisor}
    for who, acting in staff.items():
        for page, name in lists.items():
            found[f"{page}, {who}"] = (acting, reverse(name), None)
        found[f"search, {who}"] = (acting, reverse("desk:search"), {"q": "Karimov"})
    for page in ("home", "people", "cases", "referrals"):
        found[f"{page}, doctor"] = (readers.doctor, reverse(lists[page]), None)
    found["search, doctor"] = (readers.doctor, reverse("desk:search"), {"q": "Karimov"})
    found["home, officer"] = (readers.officer, reverse("desk:home"), None)
    found["envelopes, officer"] = (readers.officer, reverse("referrals:envelopes"), None)
    return found


def _asked(acting: Acting, address: str, sent: dict[str, str] | None) -> tuple[Acting, list[str]]:
    """Return the reading statements of one page."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(acting.user)
    with CaptureQueriesContext(connection) as captured:
        client.get(address) if sent is None else client.post(address, sent)
    said = [query["sql"] for query in captured.captured_queries]
    return acting, [
        sql for sql in said if sql.startswith(("SELECT", "WITH")) and "set_config(" not in sql
    ]


def _timed(alias: str, acting: Acting, sql: str) -> float:
    """Return the typical milliseconds of one statement."""
    times = []
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        _bind(cursor, acting)
        for _ in range(RUNS):
            start = time.perf_counter()
            cursor.execute(sql.replace("%", "%%"), [])
            cursor.fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return median(times)


def _bind(cursor: Any, acting: Acting) -> None:
    """Bind the transaction of whichever role to the reader."""
    cursor.execute(
        "SELECT set_config('app.user_id', %s, true), set_config('app.organisation_id', %s, true),"
        " set_config('app.scope', %s, true)",
        [str(acting.user_id), str(acting.organisation_key), str(acting.scope)],
    )


@contextmanager
def _owner_unforced() -> Iterator[None]:
    """Let policies bind everybody but the owner of the tables."""
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        try:
            yield
        finally:
            enforcement.put_in_force("owner")
