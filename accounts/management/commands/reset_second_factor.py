"""Takes a lost telephone off somebody's login, at the server's console.

Nobody does that from a page: an organisation's administrator who could would own every login of
theirs. Who it is has been made sure of by a call to a known number or face to face.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import actions, letters
from accounts.acting import for_system
from accounts.models import User

REASONS = ("lost_phone", "broken_phone", "stolen_phone", "lost_codes")


class Command(BaseCommand):
    """`manage.py reset_second_factor E-MAIL --reason lost_phone`."""

    help = "Remove a user's second factors and end their sessions; they set one up at next login."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose, and why."""
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, choices=REASONS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, write it down, tell the owner."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("There is no account for that address.")
        with for_system(reason="a lost second factor") as system:
            had = actions.reset_second_factor(by=system, user=user, reason=options["reason"])
        if not had:
            self.stdout.write("There was no second factor; nothing was changed.")
            return
        told = letters.tell(user.email, "second_factor_reset", language=user.language)
        self.stdout.write("Done. " + ("A letter told them." if told else "No letter: tell them."))
