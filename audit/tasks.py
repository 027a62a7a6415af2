"""What runs later in this room; each task calls its action."""

from celery import shared_task
from django.utils import timezone

from audit import actions, batches


@shared_task
def seal_audit() -> int:
    """Seal what was written since, and let the newest head leave the database."""
    before = batches.oldest_in_flight()
    sealed = actions.seal_entries(by="seal clock", now=timezone.now(), before=before)
    actions.write_head(by="seal clock")
    return sealed


@shared_task
def mail_audit_head() -> bool:
    """Mail the newest head, once a day."""
    return actions.mail_head(by="seal clock")
