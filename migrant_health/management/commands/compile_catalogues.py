"""Compile the catalogues that changed, without gettext."""

from typing import Any

import polib
from django.core.management.base import BaseCommand

from migrant_health.catalogues import files


class Command(BaseCommand):
    """Runs at every start; does nothing where the compiled file is newer."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile."""
        for language in files.LANGUAGES:
            source = files.path_of(language)
            compiled = source.with_suffix(".mo")
            if not source.exists():
                continue
            if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(compiled))
            self.stdout.write(f"compiled {language}")
