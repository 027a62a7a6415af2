"""What runs later in this room, without a word about anybody: the database knows what is due."""

from celery import shared_task
from django.utils import timezone

from reports import actions, keeping

BY = "exports"


@shared_task
def write_exports() -> int:
    """Write what was released, and let what nobody took end."""
    actions.end_exports(by=BY, now=timezone.now())
    return actions.write_exports(by=BY, now=timezone.now())


@shared_task
def keep_months() -> int:
    """Keep the figures of months that are over for good."""
    return keeping.keep_months(now=timezone.now())


@shared_task
def keep_files() -> int:
    """Thin and erase files whose time has come."""
    return keeping.keep_files(now=timezone.now()).total()
