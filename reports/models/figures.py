"""Figures of months that are over, kept as they were, and what was thinned and erased."""

from django.db import models

from audit.keys import new_key
from cases.retention import Act


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


class MonthlyFacts(models.Model):
    """What one organisation's report of a month that is over says: codes and numbers, no person.

    Written once. From then on the report is read from here, so that files may go without changing
    what was reported. It holds no more than the report shows to the organisation's own members;
    they read it by way of the report (`reports.kept`), no member sees a row.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # Its first day.
    month = models.DateField()
    # {key of a table: [[[code, ...], number], ...]}
    facts = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "month"], name="a_month_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="a_kept_month_is_its_first_day"
            ),
        )

    def __str__(self) -> str:
        """Return the month."""
        return f"{self.month:%Y-%m}"


class Erasure(models.Model):
    """That a file was thinned or erased: its key, when, by which rule, how many rows of a table.

    Only the database's own door writes here (`reports.erasure`). The key leads nowhere any more;
    it tells whoever asks that what the audit speaks of is gone by rule.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    file = models.UUIDField()
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    act = models.TextField(choices=[(one.value, one.value) for one in Act] + [("sheet", "sheet")])
    at = models.DateTimeField()
    counts = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["file", "act"], name="erasure_by_file"),)
        constraints = (
            models.UniqueConstraint(
                fields=["file"],
                condition=models.Q(act__in=["erase", "request", "sheet"]),
                name="a_file_is_erased_once",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=["thin", "erase", "request", "sheet"]),
                name="an_erasure_says_by_which_rule",
            ),
        )

    def __str__(self) -> str:
        """Return what happened."""
        return self.act
