"""What the clock does: referrals that nobody moved for a month after their deadline end."""

import datetime

from django.db import transaction

from accounts.acting import System, for_system
from referrals import schedule
from referrals.actions.move import MovedMeanwhile, move_referral
from referrals.models import Referral
from referrals.moments import facts_of
from referrals.states import ReferralMove, Side

BATCH = 500


def expire_silent_referrals(*, by: str, now: datetime.datetime, today: datetime.date) -> int:
    """End what has been silent too long; return how many. Run twice, it ends nothing twice."""
    # Nothing younger than the silence alone can have expired: the index gives only candidates.
    oldest = now - datetime.timedelta(days=schedule.DEFAULT_CLOCK.silence_days)
    ended = 0
    with for_system(reason=by) as system:
        silent = Referral.objects.open().filter(moved_at__lt=oldest).exclude(state="draft")
        # All candidates, not the oldest few: those that may not end would hide the others.
        for referral in silent.order_by("moved_at").iterator():
            if schedule.is_expired(facts_of(referral), today):
                ended += _expire(system, referral, now)
            if ended == BATCH:
                break
    return ended


def _expire(system: System, referral: Referral, now: datetime.datetime) -> int:
    try:
        with transaction.atomic():
            move_referral(
                by=system,
                referral=referral,
                move=ReferralMove.EXPIRE,
                side=Side.CLOCK,
                now=now,
            )
    except MovedMeanwhile:
        return 0
    return 1
