"""Start-up of the room: the gate's system check."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the check that every view has its gate."""

    name = "accounts"

    def ready(self) -> None:
        """Load the check."""
        from accounts import checks  # noqa: F401, PLC0415  # needs the models to be ready
