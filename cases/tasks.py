"""What runs later in this room; each task calls one action."""

from celery import shared_task
from django.utils import timezone

from cases import actions


@shared_task
def raise_glass_alarms() -> int:
    """Tell once of what was opened in an emergency and not reviewed within 72 hours."""
    return actions.raise_alarms(by="review clock", now=timezone.now())
