"""Files whose time has come: the cast's own, put back by years with everything that hangs on them."""

import datetime

from accounts.acting import for_system
from cases.models import Case, Migrant, SymptomScreen
from reports.models import Erasure
from tests.cast import NOW
from tests.two_rules import Model

YEAR = datetime.timedelta(days=366)


def close_long_ago(case: Case, years: int) -> Migrant:
    """Let a case have been closed years ago, and its file have begun a month before."""
    closed_at = NOW - years * YEAR
    began_at = closed_at - datetime.timedelta(days=31)
    with for_system(reason="tests"):
        Case.objects.filter(pk=case.pk).update(
            state="closed", closing_reason="resolved", closed_on=closed_at.date(),
            opened_at=began_at,
        )  # fmt: skip
        SymptomScreen.objects.filter(case=case).update(screened_on=began_at.date())
        Migrant.objects.filter(pk=case.migrant_id).update(
            registered_at=began_at, expected_departure_on=closed_at.date()
        )
        return Migrant.objects.get(pk=case.migrant_id)


def rows_of(model: Model) -> int:
    """Return how many rows a table has."""
    with for_system(reason="tests"):
        return int(model._default_manager.count())


def erasures() -> list[tuple[str, dict[str, int]]]:
    """Return what was taken away, with the counts that are above zero."""
    with for_system(reason="tests"):
        return [
            (one.act, {table: n for table, n in one.counts.items() if n})
            for one in Erasure.objects.order_by("at")
        ]
