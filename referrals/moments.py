"""The clock's facts of a stored referral: days in Almaty, where the deadlines are kept."""

import datetime
from zoneinfo import ZoneInfo

from referrals.models import Referral
from referrals.schedule import ReferralFacts

ALMATY = ZoneInfo("Asia/Almaty")


def facts_of(referral: Referral) -> ReferralFacts:
    """Return what the referral clock needs to know."""
    return ReferralFacts(
        state=referral.state,
        sent_on=_day(referral.sent_at),
        received_on=_day(referral.received_at),
        accepted_on=_day(referral.accepted_at),
        appointment_on=_day(referral.appointment_at),
        arrived_on=_day(referral.arrived_at),
    )


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return moment.astimezone(ALMATY).date() if moment else None
