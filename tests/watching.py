"""What an action wrote: its audit rows, and whether anything at all has changed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from accounts.acting import for_system
from audit.models import Entry

CODE = re.compile(r"^[a-z0-9_.]+$")
ROOMS = ("audit", "accounts", "cases", "referrals", "reminders")


@contextmanager
def audited() -> Iterator[list[Entry]]:
    """Collect the audit rows written inside the block, in their order."""
    known = {entry.pk for entry in _entries()}
    new: list[Entry] = []
    yield new
    new.extend(entry for entry in _entries() if entry.pk not in known)


def _entries() -> list[Entry]:
    with for_system(reason="tests"):
        return list(Entry.objects.order_by("id"))


def assert_codes_only(entries: Sequence[Entry]) -> None:
    """Fail where an audit row holds more than keys and codes."""
    for entry in entries:
        words = [entry.role, entry.verb, entry.subject_type, *entry.data_classes]
        words += [*entry.detail, *(str(value).lower() for value in entry.detail.values())]
        assert all(CODE.match(word) for word in words if word), words


@contextmanager
def unchanged(but: frozenset[str] = frozenset()) -> Iterator[None]:
    """Fail where the block has changed any row of any table, save those named."""
    before = everything(but)
    yield
    assert everything(but) == before


def everything(but: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return every row of every table of ours as text."""
    tables = [
        model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()
    ]
    with for_system(reason="tests"), connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables if table not in but}


def _rows(cursor: object, table: str) -> list[str]:
    cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")  # type: ignore[attr-defined]
    return [text for (text,) in cursor.fetchall()]  # type: ignore[attr-defined]
