"""Seal the audit once: for cron, and for when the queue is away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import actions
from audit.queries import newest_head
from audit.tasks import mail_audit_head, seal_audit


class Command(BaseCommand):
    """Do what the tasks do, and say how many rows were sealed."""

    help = "Seal the rows of finished transactions and write the newest head to its file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Mail only when asked to: the task does it once a day."""
        parser.add_argument("--head", action="store_true", help="print the newest head alone")
        parser.add_argument("--mail", action="store_true", help="mail the newest head as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, write, say, mail."""
        del args
        try:
            sealed = seal_audit()
        except actions.CountedAnew as restored:
            raise CommandError(
                "This database was restored from a dump and counts transactions anew: nothing can"
                " be sealed. Let the owner run SELECT audit_count_on(); see docs/operations.md."
            ) from restored
        self.stdout.write(newest_head() if options["head"] else f"sealed {sealed} rows")
        if options["mail"]:
            self.stdout.write("mailed" if mail_audit_head() else "not mailed")
