"""Start-up of the room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the room."""

    name = "cases"
