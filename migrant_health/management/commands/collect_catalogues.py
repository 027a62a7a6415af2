"""Write every message of the source into the catalogues, keeping what is translated."""

from typing import Any

from django.core.management.base import BaseCommand

from migrant_health.catalogues import files
from migrant_health.catalogues.source import all_messages


class Command(BaseCommand):
    """`./run manage collect_catalogues` after changing words; needs no gettext."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect and write."""
        messages = all_messages()
        for language in files.LANGUAGES:
            files.write(language, messages)
        self.stdout.write(f"{len(messages)} messages in {len(files.LANGUAGES)} catalogues")
