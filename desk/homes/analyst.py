"""The analyst's home: figures, never about one person."""

import datetime

from accounts.acting import Acting
from desk.work import WorkSection


def for_analyst(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Nothing yet."""
    del acting, now
    return []
