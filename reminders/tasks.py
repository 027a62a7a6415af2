"""What runs later in this room, without a word about anybody: the database knows what is due."""

from celery import shared_task
from django.utils import timezone

from reminders import actions, dispatch
from reminders.carriers import from_settings

BY = "reminder clock"
# Well under the minute after which a task is ended by force.
SECONDS = 20


@shared_task
def plan_reminders() -> int:
    """Bring the plan up to date."""
    return actions.plan_reminders(by=BY, now=timezone.now())


@shared_task
def send_reminders() -> int:
    """Send what is due; without a gateway nothing is even taken."""
    gateway = from_settings()
    return dispatch.send_due(by=BY, gateway=gateway, seconds=SECONDS) if gateway else 0


@shared_task
def settle_reminders() -> int:
    """Ask about what was left open."""
    gateway = from_settings()
    return dispatch.settle_open(by=BY, gateway=gateway, seconds=SECONDS) if gateway else 0
