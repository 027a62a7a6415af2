"""The words that go out: reference texts, no person data."""

from django.db import models

from audit.keys import new_key
from reminders.choices import Rule


class ReminderText(models.Model):
    """The message of one rule in six languages, with {day} and {time} where they belong.

    Never a disease, a medicine, a clinic or an organisation: others read phones too.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    rule = models.TextField(choices=Rule.choices, unique=True)
    body = models.TextField()

    def __str__(self) -> str:
        return self.rule
