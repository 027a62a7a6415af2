"""Fail when a word of the source is missing in one of the five languages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from migrant_health.catalogues import files
from migrant_health.catalogues.faults import faults_in
from migrant_health.catalogues.source import all_messages


class Command(BaseCommand):
    """`./run manage check_catalogues`."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and list what is wrong."""
        messages = all_messages()
        faults = [fault for language in files.LANGUAGES for fault in faults_in(language, messages)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the catalogues")
        self.stdout.write(f"{len(messages)} messages, complete in {len(files.LANGUAGES)} languages")
