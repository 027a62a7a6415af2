"""What an action wrote: its audit rows, and whether anything at all has changed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

from accounts.acting import for_system
from audit.models import Entry

CODE = re.compile(r"^[a-z0-9_.]+$")
ROOMS = ("audit", "accounts", "cases", "referrals", "reminders", "reports")


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


def everything(but: frozenset[str] = frozenset()) -> dict[str, tuple[int, str]]:
    """Return how many rows every table of ours has, and a digest of all that is in them."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        # Prepared, since planning past the policies of every table takes longer than reading them.
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'everything'")
        if cursor.fetchone() is None:
            cursor.execute(f"PREPARE everything AS {_digests()}")
        cursor.execute("EXECUTE everything")
        return {table: (count, digest) for table, count, digest in cursor if table not in but}


def stored() -> str:
    """Return all that stands in our tables, as one text to look for something in."""
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT t::text FROM {table} t" for table in _tables()))
        return "\n".join(text for (text,) in cursor)


@cache
def _digests() -> str:
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text))"
        f" FROM {table} t"
        for table in _tables()
    )


@cache
def _tables() -> list[str]:
    models = (model for room in ROOMS for model in apps.get_app_config(room).get_models())
    return sorted(model._meta.db_table for model in models)
