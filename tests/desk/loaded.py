"""What a load of the demonstration left behind."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.db import transaction


@dataclass(frozen=True)
class Load:
    """The moment of loading, what it printed, and the database it stands in."""

    now: datetime.datetime
    printed: str
    database: str


@contextmanager
def taken_back() -> Iterator[None]:
    """Let everything inside happen, then let it not have happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def command() -> str:
    """Load by the command; return what it printed."""
    out = StringIO()
    call_command("load_demonstration", stdout=out)
    return out.getvalue()
