"""One page: its time, its queries, and the bare SQL as the floor."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median
from typing import Protocol

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import row_security
from accounts.acting import Acting

RUNS = 9
NOT_WORK = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "INSERT INTO")


class Answer(Protocol):
    """What the test client returns."""

    status_code: int


@dataclass(frozen=True)
class Measured:
    """A page's figures, times in milliseconds."""

    page: str
    measured_ms: float
    queries: int
    floor_ms: float

    @property
    def ratio(self) -> float:
        """How many times the bare SQL the page takes."""
        return self.measured_ms / self.floor_ms if self.floor_ms else 0.0


def measure(page: str, acting: Acting, ask: Callable[[], Answer]) -> Measured:
    """Ask for a page several times, and run the statements it needed by themselves."""
    with CaptureQueriesContext(connection) as captured:
        if ask().status_code != HTTPStatus.OK:
            raise RuntimeError(f"{page} did not answer")
    statements = [query["sql"] for query in captured.captured_queries]
    reads = [sql for sql in statements if not sql.startswith(NOT_WORK)]
    return Measured(
        page=page,
        measured_ms=_typical(ask),
        queries=len(statements),
        floor_ms=_typical(lambda: _bare(acting, reads)),
    )


def _typical(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def _bare(acting: Acting, statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        row_security.bind(acting)
        for sql in statements:
            cursor.execute(sql.replace("%", "%%"), [])
            if cursor.description:
                cursor.fetchall()
