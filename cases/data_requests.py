"""What people ask about their own data, and who holds a file, as pages show it."""

import datetime
import uuid
from dataclasses import dataclass

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import request_rules
from cases.models import DataRequest, LegalHold
from cases.models.data_request import DataRequestQuerySet
from cases.queries import main_names
from cases.request_rules import OPEN, RequestState

MOST = 50


@dataclass(frozen=True)
class SaidRequest:
    """One request, with the last day that is still in time."""

    id: uuid.UUID
    migrant_id: uuid.UUID
    name: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    is_open: bool
    asked_on: datetime.date
    asked_how: str
    due_on: datetime.date
    days_late: int
    words: str
    ground: str
    refusal: str


@dataclass(frozen=True)
class SaidHold:
    """A hold that stands."""

    reason: str
    words: str
    set_by: str
    set_at: datetime.datetime


def requests_of(acting: Acting, migrant_id: uuid.UUID, today: datetime.date) -> list[SaidRequest]:
    """Return what the person asked so far, the newest first."""
    rows = DataRequest.objects.visible_to(acting).filter(migrant_id=migrant_id)
    return _said(acting, rows.order_by("-asked_on", "-id"), today)


def open_requests(acting: Acting, today: datetime.date) -> list[SaidRequest]:
    """Return what is still owed an answer, the most pressing first."""
    found = _said(acting, DataRequest.objects.visible_to(acting).open().order_by("asked_on"), today)
    return sorted(found, key=lambda one: one.due_on)


def hold_of(acting: Acting, migrant_id: uuid.UUID) -> SaidHold | None:
    """Return the hold that stands on a file the reader may see, and write that it was read."""
    holds = LegalHold.objects.visible_to(acting).standing().filter(migrant_id=migrant_id)
    hold = holds.select_related("set_by").first()
    if hold is None:
        return None
    _record(acting, Verb.READ, "legal_hold", [hold.pk])
    return SaidHold(hold.get_reason_display(), hold.words, hold.set_by.name, hold.set_at)


def _said(acting: Acting, rows: DataRequestQuerySet, today: datetime.date) -> list[SaidRequest]:
    found = list(rows[:MOST])
    if not found:
        return []
    _record(acting, Verb.LISTED, "data_request", [one.pk for one in found])
    names = main_names(acting, {one.migrant_id for one in found})
    return [_one(one, names.get(one.migrant_id, ""), today) for one in found]


def _one(one: DataRequest, name: str, today: datetime.date) -> SaidRequest:
    is_open = RequestState(one.state) in OPEN
    return SaidRequest(
        id=one.pk,
        migrant_id=one.migrant_id,
        name=name,
        kind=one.kind,
        kind_label=one.get_kind_display(),
        state=one.state,
        state_label=one.get_state_display(),
        is_open=is_open,
        asked_on=one.asked_on,
        asked_how=one.get_asked_how_display(),
        due_on=request_rules.due_on(one.kind, one.asked_on),
        days_late=request_rules.days_late(one.kind, one.asked_on, today) if is_open else 0,
        words=one.words,
        ground=one.get_ground_display(),
        refusal=one.refusal,
    )


def _record(acting: Acting, verb: Verb, subject: str, keys: list[uuid.UUID]) -> None:
    audit.record(
        verb,
        by=acting,
        subject_type=subject,
        subject_ids=keys,
        data_classes=[DataClass.IDENTITY, DataClass.NOTES],
    )
