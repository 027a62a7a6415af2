"""Start-up of the wiring: the check of the clocks."""

from django.apps import AppConfig


class MigrantHealthConfig(AppConfig):
    """Registers the check that Python and PostgreSQL agree about the time."""

    name = "migrant_health"

    def ready(self) -> None:
        """Load the check."""
        from migrant_health import clock  # noqa: F401, PLC0415  # registers itself
