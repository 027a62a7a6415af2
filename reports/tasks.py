"""What runs later in this room; each task calls one action."""

from celery import shared_task
from django.utils import timezone

from reports import actions

BY = "exports"


@shared_task
def write_exports() -> int:
    """Write what was released, and let what nobody took end."""
    actions.end_exports(by=BY, now=timezone.now())
    return actions.write_exports(by=BY, now=timezone.now())
