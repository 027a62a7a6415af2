"""The words of a message, filled in."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from reminders.models import ReminderText
from reminders.schedule import Planned

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Bodies = dict[str, dict[str, str]]


def read_bodies() -> Bodies:
    """Return the bodies by rule and language, those that are written."""
    columns = [f"body_{language}" for language in LANGUAGES]
    return {
        rule: {language: body for language, body in zip(LANGUAGES, bodies, strict=True) if body}
        for rule, *bodies in ReminderText.objects.values_list("rule", *columns)
    }


def filled(body: str, one: Planned, zone: ZoneInfo) -> str:
    """Return the message; days and hours in figures, which need no language."""
    at: datetime.datetime | None = one.appointment_at
    time = at.astimezone(zone).strftime("%H:%M") if at else ""
    return body.replace("{day}", one.day.strftime("%d.%m")).replace("{time}", time)
