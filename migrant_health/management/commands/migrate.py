"""Django's `migrate`, and after it the policies of row-level security as their file says them."""

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError

from accounts import enforcement

ATTEMPTS = 10
PAUSE = 0.5


class Command(migrate.Command):
    """`manage.py migrate --database owner`: tables first, then who sees their rows."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate, and put the policies in force."""
        said = super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            changed = put_in_force(options["database"])
            if changed and options["verbosity"]:
                self.stdout.write(f"Row-level security put in force: {', '.join(changed)}")
        return said


def put_in_force(alias: str) -> list[str]:
    """Put them in force; give way to who uses the tables, and try again for a while."""
    for _ in range(ATTEMPTS):
        try:
            return enforcement.put_in_force(alias)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") not in {"55P03", "40P01"}:
                raise
            time.sleep(PAUSE)
    raise CommandError("The tables are in use: policies are as before. Run migrate again.")
