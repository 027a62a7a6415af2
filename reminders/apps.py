"""Start-up of the room."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Names the room."""

    name = "reminders"
