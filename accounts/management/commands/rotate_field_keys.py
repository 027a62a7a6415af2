"""Renews everything that was made with older keys, so that those can be taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts import rotation


class Command(BaseCommand):
    """`manage.py rotate_field_keys`; begun again, it goes on where it was."""

    help = "Encrypt with the newest key what older ones encrypted; prints counts only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether it is the marks' keys that changed."""
        parser.add_argument("--blind-index", action="store_true", help="renew the marks instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew every column and print how many rows it was."""
        if options["blind_index"]:
            for column in rotation.columns_of_marks():
                self.stdout.write(f"{column}: {rotation.mark_again(column)}")
            return
        for field in rotation.encrypted_columns():
            self.stdout.write(f"{field}: {rotation.encrypt_again(field)}")
        self.stdout.write(f"second factors: {rotation.encrypt_factors_again()}")
