"""The consulate officer's home: requests that people agreed to send."""

import datetime

from accounts.acting import Acting
from desk.work import WorkSection


def for_consulate(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Nothing yet."""
    del acting, now
    return []
