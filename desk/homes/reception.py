"""The reception centre's home: examinations asked for, and their answers."""

import datetime

from accounts.acting import Acting
from desk.work import WorkSection


def for_reception(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Nothing yet."""
    del acting, now
    return []
