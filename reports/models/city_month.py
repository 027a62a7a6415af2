"""The city's figures of a month, kept as they were first read."""

from django.db import models

from audit.keys import new_key


class CityMonth(models.Model):
    """What may be shown of a month that is over: codes and numbers, never a word or a person.

    Written once and never again: whoever compares two readings finds no difference, so a file
    that was corrected between them gives no hidden number away. The months have no rule of who
    sees them: no member sees a row, the system reads them for those who may (`reports.frozen`).
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # Its first day.
    month = models.DateField(unique=True)
    # {key of a table: {"cells": [[code, number or null], ...], "total": number or null}}
    tables = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="a_city_month_is_its_first_day"
            ),
        )

    def __str__(self) -> str:
        """Return the month."""
        return f"{self.month:%Y-%m}"
