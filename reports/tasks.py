"""What runs later in this room, without a word about anybody: the database knows what is due."""

from celery import shared_task
from django.utils import timezone

from reports import keeping


@shared_task
def keep_months() -> int:
    """Keep the figures of months that are over for good."""
    return keeping.keep_months(now=timezone.now())


@shared_task
def keep_files() -> int:
    """Thin and erase files whose time has come."""
    return keeping.keep_files(now=timezone.now()).total()
