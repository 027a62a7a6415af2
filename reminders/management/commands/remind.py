"""Plan, send and settle once: for cron, and for when the queue is away."""

from typing import Any

from django.core.management.base import BaseCommand

from reminders.tasks import plan_reminders, send_reminders, settle_reminders


class Command(BaseCommand):
    """Do what the three tasks do, one after the other, and say how many reminders moved."""

    help = "Plan reminders, send those that are due and ask about those left open, once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle before sending: what was in doubt and never arrived goes out with the rest."""
        del args, options
        planned, settled, sent = plan_reminders(), settle_reminders(), send_reminders()
        self.stdout.write(f"planned or changed {planned}, settled {settled}, handed over {sent}")
