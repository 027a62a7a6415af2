"""Thin and erase what is due once: for cron, and to see beforehand how much would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reports import keeping


class Command(BaseCommand):
    """Do what the nightly task does; print how many by rule and nothing about anybody."""

    help = "Keep the figures of past months, then thin and erase the files that are due, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let somebody look first."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count what is due, or see to it."""
        del args
        now = timezone.now()
        if options["dry_run"]:
            counts, head = keeping.count_due(now=now), "due"
        else:
            self.stdout.write(f"months kept {keeping.keep_months(now=now)}")
            counts, head = keeping.keep_files(now=now), "done"
        said = ", ".join(f"{rule} {counts[rule]}" for rule in keeping.RULES)
        self.stdout.write(f"{head}: {said}")
