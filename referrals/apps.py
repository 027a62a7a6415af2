"""Start-up of the room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Names the room."""

    name = "referrals"
