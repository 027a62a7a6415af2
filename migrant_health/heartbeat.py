"""A file that worker and beat touch while they work, so that a health check costs nothing."""

from pathlib import Path
from typing import Any

from celery.beat import Scheduler
from django.conf import settings


def beat(**_signal: Any) -> None:
    """Touch the file that HEARTBEAT names; without a name do nothing."""
    if settings.HEARTBEAT:
        Path(settings.HEARTBEAT).touch()


class BeatingScheduler(Scheduler):  # type: ignore[misc]  # celery ships no types
    """Keeps the schedule in memory: what is due stands in PostgreSQL, a restart forgets nothing."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Touch the file, then send what is due; return how long nothing will be."""
        beat()
        seconds: float = super().tick(*args, **kwargs)
        return seconds
