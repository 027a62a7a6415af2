"""Say whether the audit is still what was sealed, and whether its newest part was cut off."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from audit import actions
from audit.sealing import Head, NotAHead, read_head, read_heads

FOUND, BAD_INPUT = 1, 2


class Command(BaseCommand):
    """Compare seals, rows and heads; 0 where all agree, 1 where not, 2 where a head is unreadable."""

    help = "Verify the audit against its seals and against heads kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take heads from a file, from the line, or both."""
        parser.add_argument("--heads", metavar="FILE", help="the file that heads were written to")
        parser.add_argument(
            "--head", metavar="NUMBER:HASH", action="append", default=[], help="a head from a mail"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for everything that is wrong, then one that sums up."""
        del args
        try:
            heads = list(_heads(options["heads"], options["head"]))
        except (OSError, UnicodeError, NotAHead) as fault:
            self.stderr.write(f"not readable: {fault}")
            sys.exit(BAD_INPUT)
        report = actions.verify_seals(by="console", heads=heads, now=timezone.now())
        for line in report.faults:
            self.stdout.write(line)
        self.stdout.write(
            f"{report.seals} seals over {report.rows} rows, {report.unsealed} rows not sealed yet,"
            f" {len(heads)} heads compared, {len(report.faults)} faults"
        )
        if report.faults:
            sys.exit(FOUND)


def _heads(file: str | None, given: list[str]) -> list[Head]:
    kept = read_heads(Path(file).read_text(encoding="ascii")) if file else []
    return kept + [read_head(one) for one in given]
