"""What runs later in this room; each task calls one action."""

from celery import shared_task
from django.utils import timezone

from referrals import actions


@shared_task
def expire_referrals() -> int:
    """End referrals that nobody answered for too long."""
    now = timezone.now()
    today = timezone.localdate(now)
    return actions.expire_silent_referrals(by="referral clock", now=now, today=today)


@shared_task
def expire_envelopes() -> int:
    """End envelopes that no consulate answered in time."""
    return actions.expire_old_envelopes(by="envelope clock", now=timezone.now())
