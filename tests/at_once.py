"""Two people doing something at the same moment, on two connections."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

from accounts.acting import Acting, for_member

Result = TypeVar("Result")
WAITING = (
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE datname = current_database() AND NOT granted"
)
PATIENCE = 10.0


def second_waits_for_first(
    first: tuple[Acting, Callable[[], Result]], second: tuple[Acting, Callable[[], Result]]
) -> tuple[Result, Result | Exception]:
    """Return what both got, the second having come while the first had not yet committed."""
    with ThreadPoolExecutor(1) as other:
        with for_member(first[0]):
            done = first[1]()
            later = other.submit(_on_own_connection, second[0], second[1])
            _wait_until_held_up(later)
        error = later.exception(PATIENCE)
        if error is not None and not isinstance(error, Exception):
            raise error
        return done, error if error is not None else later.result()


def _on_own_connection(acting: Acting, act: Callable[[], Result]) -> Result:
    try:
        with for_member(acting):
            return act()
    finally:
        connections.close_all()


def _wait_until_held_up(later: "Future[Result]") -> None:
    """Wait until the other connection stands before a lock: without that nothing is proved."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert not later.done(), later.exception() or later.result()
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("the second never had to wait for the first")
