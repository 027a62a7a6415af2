"""Referrals as a member lists them."""

import datetime
from typing import Any

from accounts.acting import Acting, for_member
from referrals import queries
from tests.cast import NOW, TODAY

ENDED_AT: dict[str, Any] = {"state": "completed", "ended_at": NOW}
SCHEDULED: dict[str, Any] = {"state": "scheduled", "appointment_at": NOW}


def rows(
    acting: Acting, number: int = 1, *, ended: bool = False, today: datetime.date = TODAY
) -> list[queries.ReferralRow]:
    with for_member(acting) as reader:
        page = queries.list_referrals(reader, number=number, today=today, ended=ended)
    return list(page.rows)
