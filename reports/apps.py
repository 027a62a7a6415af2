"""Start-up of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Names the room."""

    name = "reports"
