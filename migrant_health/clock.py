"""A check that Python and PostgreSQL agree what time it is where people are.

Almaty's clock went from UTC+6 to UTC+5 on 1 March 2024. A server with an older table would put
every deadline an hour off, on some pages only. `manage.py migrate` runs this check before it
changes anything, so no release serves people from such a server.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# Where people live and travel, and a moment on either side of the change.
ZONES = ("Asia/Almaty", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Tashkent")
MOMENTS = (datetime(2024, 2, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
ON_THE_WALL = "SELECT %s::timestamptz AT TIME ZONE %s"


@register(Tags.database)
def clocks_agree(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail where a database reads a clock on the wall differently."""
    del app_configs, kwargs
    return [
        Error(
            f"Python and the database {alias} disagree about the time in {zone} on {moment:%Y-%m-%d}.",
            hint="Update tzdata on whichever is older: Almaty is UTC+5 since 2024-03-01.",
            id="migrant_health.E001",
        )
        for alias in databases or ()
        for moment, zone in disagreements(alias)
    ]


def disagreements(alias: str) -> Iterator[tuple[datetime, str]]:
    """Yield each moment and zone that Python and that database read differently."""
    with connections[alias].cursor() as cursor:
        for moment in MOMENTS:
            for zone in ZONES:
                cursor.execute(ON_THE_WALL, [moment, zone])
                if cursor.fetchone()[0] != wall_clock(moment, zone):
                    yield moment, zone


def wall_clock(moment: datetime, zone: str) -> datetime:
    """Return what Python says the clock on the wall shows, without its zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
