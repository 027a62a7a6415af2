"""Start-up of the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the room."""

    name = "audit"
