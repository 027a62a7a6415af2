"""What runs later in this room; each task calls one action."""

from celery import shared_task
from django.utils import timezone

from cases import actions


@shared_task
def scan_documents() -> int:
    """Let ClamAV look at new documents; without one there is nothing to do."""
    return actions.scan_documents(by="document clock", now=timezone.now())


@shared_task
def raise_glass_alarms() -> int:
    """Tell once of what was opened in an emergency and not reviewed within 72 hours."""
    return actions.raise_alarms(by="review clock", now=timezone.now())
