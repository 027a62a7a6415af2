"""The administrator's home: the report to close and the quality of what is written down."""

import datetime

from accounts.acting import Acting
from desk.work import WorkSection


def for_admin(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Nothing yet."""
    del acting, now
    return []
