"""Prints a new key for encrypted columns or their marks: one line for a file of keys."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import key_lines
from accounts.cipher import KEY_BYTES


class Command(BaseCommand):
    """`manage.py make_field_key >> secrets/field_keys`."""

    help = "Print a new key, id:base64; append it to a file of keys. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another id than the day."""
        parser.add_argument("--id", default=f"k{timezone.localdate():%Y%m%d}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the line."""
        if not key_lines.NAME.fullmatch(options["id"]):
            raise CommandError("An id has 1 to 32 letters, digits, - or _.")
        self.stdout.write(key_lines.written(options["id"], os.urandom(KEY_BYTES)))
