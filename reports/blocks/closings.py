"""Which closings of a case count: the one that still stood when its month was over."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncMonth

from cases.models import CaseStep
from cases.models.case import CaseStepQuerySet
from cases.states import CaseMove
from reports.months import ALMATY

_ENDS = (CaseMove.CLOSE, CaseMove.REOPEN)
_LATER = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))


def closings() -> CaseStepQuerySet:
    """Return the last closing of each case and month, unless it was undone in the same month.

    So a case closed, opened again and closed again counts once in a month, and in each of two
    months. Steps are never changed: what a month counted it counts for ever.
    """
    later = _later_ends()
    steps = CaseStep.objects.annotate(month=_month()).filter(move=CaseMove.CLOSE)
    return steps.filter(~Exists(later.filter(Q(month=OuterRef("month")))))


def is_undone() -> Exists:
    """Say whether the case was opened again since, in whatever month."""
    return Exists(_later_ends())


def _later_ends() -> CaseStepQuerySet:
    ends = CaseStep.objects.filter(_LATER, case=OuterRef("case"), move__in=_ENDS)
    return ends.annotate(month=_month())


def _month() -> TruncMonth:
    return TruncMonth("at", tzinfo=ALMATY)
