"""Loads the demonstration data into an empty database and prints the accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.demonstration import PASSWORD
from desk.demonstration.load import load_demonstration
from desk.demonstration.members import ACCOUNTS
from desk.demonstration.organisations import ORGANISATIONS


class Command(BaseCommand):
    """`manage.py load_demonstration`."""

    help = "Load invented people and cases into an empty database; print the accounts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load once; print the accounts whether or not there was anything to load."""
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration: set DEMONSTRATION=1 to load one.")
        is_new = load_demonstration(timezone.localtime())
        self.stdout.write("Loaded.\n" if is_new else "Already there; nothing was changed.\n")
        self.stdout.write(table_of_accounts())


def table_of_accounts() -> str:
    """Return the accounts of the demonstration as a table for a terminal."""
    rows = [("e-mail", "role", "organisation")]
    for account in ACCOUNTS:
        named = ORGANISATIONS.get(account.organisation)
        rows.append((account.email, account.role.replace("_", " "), named.en if named else "none"))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join([*lines, "", f"Password of every account: {PASSWORD}"])
