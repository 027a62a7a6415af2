"""Which gateway carries our messages."""

from django.conf import settings

from reminders.gateway import Gateway
from reminders.smsc import Smsc


def from_settings() -> Gateway | None:
    """Return the gateway that the settings name; without one, messages wait."""
    if not settings.GATEWAY_URL:
        return None
    address = settings.GATEWAY_URL.rstrip("/")
    return Smsc(address, settings.GATEWAY_LOGIN, settings.GATEWAY_PASSWORD)
