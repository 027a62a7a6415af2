"""Start-up of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the room."""

    name = "desk"
