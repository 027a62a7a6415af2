"""See the whole audit for a moment: this room stands below the one that knows who acts."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def as_system() -> Iterator[None]:
    """Open a transaction in which the database's policies show every row."""
    with transaction.atomic():
        before = _put("on")
        yield
        # After an error the rolled-back transaction has undone the setting by itself.
        _put(before)


def _put(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.system', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('app.system', %s, true)", [value])
    return before
