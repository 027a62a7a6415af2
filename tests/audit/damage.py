"""An owner who takes the triggers away and changes what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from audit import actions
from audit.models import Verb
from audit.sealing import Head
from audit.system import as_system
from tests import database

# Above every transaction: within its own, a test could otherwise seal nothing.
EVERYTHING = 2**60


def write(*subjects: str) -> None:
    """Write one row for each word."""
    for word in subjects:
        actions.record(Verb.READ, by=None, subject_type=word, subject_ids=[None])


def seal(before: int = EVERYTHING) -> int:
    """Seal what was written."""
    return actions.seal_entries(by="tests", now=timezone.now(), before=before)


def faults(*heads: Head) -> tuple[str, ...]:
    """Return what a verification finds."""
    return actions.verify_seals(by="tests", heads=heads, now=timezone.now()).faults


def ask(statement: str, *values: Any) -> list[tuple[object, ...]]:
    """Return the rows of one question, seen as the system."""
    with as_system(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@contextmanager
def without_triggers() -> Iterator[None]:
    """Let the owner do what triggers and policies forbid, in the test's own transaction."""
    for table in ("audit_entry", "audit_seal"):
        do(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        do(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in ("audit_entry", "audit_seal"):
        do(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        do(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def do(statement: str, *values: Any) -> None:
    """Run one statement; fail where it changed no row though it should have."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0, statement


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> Iterator[None]:
    """Connect as the owner of the tables; all of it is rolled back."""
    database.point_to(database.HOME)
    with database.tests_as_owner():
        request.getfixturevalue("db")
        yield
