"""Row-level security as the file says it: put it in force, or only look (`--check`)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import enforcement


class Command(BaseCommand):
    """`./run manage apply_policies [--check]`."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to change anything, and as whom."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail on a fault")
        parser.add_argument("--database", default="default", help="the owner's, unless --check")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare the database with the file."""
        alias = options["database"]
        if not options["check"]:
            changed = enforcement.put_in_force(alias)
            self.stdout.write(f"put in force: {', '.join(changed) or 'nothing was amiss'}")
        elif enforcement.is_empty(alias):
            self.stdout.write("no table is there yet")
        elif faults := enforcement.differences(alias):
            for fault in faults:
                self.stderr.write(fault)
            raise CommandError(f"{len(faults)} faults: run migrate as the owner of the tables")
        else:
            self.stdout.write("the database says what accounts.policies says")
