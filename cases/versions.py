"""Earlier versions of a person's file in words: what was, what became, who changed it, when, why."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.models import User
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import disclosure
from cases.choices import ChangeReason
from cases.models import Case, Consent, LegalBasis, Migrant, MigrantName
from cases.models.history import (
    CaseEvent,
    ConsentEvent,
    LegalBasisEvent,
    MigrantEvent,
    MigrantNameEvent,
    Version,
)
from cases.version_words import LABELS, say

Words = str | Promise
Rows = Mapping[Any, models.Model]


@dataclass(frozen=True)
class SaidChange:
    """One field: what it said, and what it says since."""

    label: Words
    before: Words
    after: Words


@dataclass(frozen=True)
class SaidVersion:
    """One change of one thing in the file."""

    key: uuid.UUID
    at: datetime.datetime
    about: Words
    by: str
    why: Words
    changes: list[SaidChange]


@dataclass(frozen=True)
class Change:
    """A row before and after one change; `event` is the row before, with who and why."""

    event: Any
    after: Any

    def fields(self) -> list[str]:
        """Return the fields that the change touched, in the order of the page."""
        named = LABELS[self.event.pgh_tracked_model]
        return [one for one in named if getattr(self.event, one) != getattr(self.after, one)]


def versions_of(acting: Acting, migrant: Migrant) -> list[SaidVersion]:
    """Return what the reader may know of earlier versions, newest first, and write that they did."""
    changes = [*_changes(acting, migrant)]
    users = _names(changes)
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        data_classes={DataClass.IDENTITY, DataClass.OTHER_NAMES} & acting.reads,
        detail={"page": "versions"},
    )
    said = [_said(acting, one, users) for one in changes if one.fields()]
    return sorted(said, key=lambda one: one.key, reverse=True)


def _changes(acting: Acting, migrant: Migrant) -> Iterator[Change]:
    cases = Case.objects.visible_to(acting).filter(migrant=migrant)
    kept: tuple[tuple[type[Version], dict[str, Any], Any], ...] = (
        (MigrantEvent, {"pgh_obj": migrant.pk}, Migrant.objects),
        (MigrantNameEvent, {"migrant": migrant.pk}, MigrantName.objects),
        (ConsentEvent, {"migrant": migrant.pk}, Consent.objects),
        (CaseEvent, {"migrant": migrant.pk}, Case.objects),
        (LegalBasisEvent, {"case__in": cases}, LegalBasis.objects),
    )
    for events, whose, rows in kept:
        found = list(events.objects.visible_to(acting).filter(**whose).order_by("pgh_id"))
        visible = rows.visible_to(acting)
        yield from changes_between(found, visible.in_bulk({one.pgh_obj_id for one in found}))


def changes_between(events: Sequence[Any], now: Rows) -> Iterator[Change]:
    """Pair each earlier version with what came after it: the next one, or the row of today.

    Where the row is not the reader's to see, its last change is left out.
    """
    by_row = sorted(events, key=lambda one: (str(one.pgh_obj_id), one.pgh_id))
    for key, chain in groupby(by_row, key=lambda one: one.pgh_obj_id):
        versions = [*chain, now.get(key)]
        yield from (Change(one, after) for one, after in pairwise(versions) if after is not None)


def _names(changes: Iterable[Change]) -> dict[uuid.UUID, str]:
    """Return the names of everybody who changed something or kept the file: one query."""
    rows = [row for one in changes for row in (one.event, one.after)]
    keys = [getattr(row, "caseworker_id", None) for row in rows]
    keys += [one.event.changed_by for one in changes]
    known = {key for key in keys if key is not None}
    return dict(User.objects.filter(pk__in=known).values_list("pk", "name"))


def _said(acting: Acting, change: Change, users: Mapping[uuid.UUID, str]) -> SaidVersion:
    event, named = change.event, LABELS[change.event.pgh_tracked_model]
    return SaidVersion(
        key=event.pgh_id,
        at=event.pgh_created_at,
        about=_about(event),
        by=users.get(event.changed_by) or pgettext("who changed it", "The system"),
        why=_why(event.because),
        changes=[
            SaidChange(
                named[field],
                _value(acting, event, field, users),
                _value(acting, change.after, field, users),
            )
            for field in change.fields()
        ],
    )


def _about(event: Any) -> Words:
    if isinstance(event, MigrantNameEvent):
        return gettext("Name: %(name)s") % {"name": event.full}
    if isinstance(event, CaseEvent):
        return _("Case")
    if isinstance(event, ConsentEvent):
        return _("Consent")
    if isinstance(event, LegalBasisEvent):
        return _("Ground in law")
    return _("File of a person")


def _why(code: str) -> Words:
    return ChangeReason(code).label if code in ChangeReason.values else ""


def _value(acting: Acting, row: Any, field: str, users: Mapping[uuid.UUID, str]) -> Words:
    if field == "caseworker_id":
        return users.get(row.caseworker_id, "—")
    if field == "kind" and isinstance(row, Case | CaseEvent):
        return disclosure.kind_label(row.kind, acting.reads)
    return say(row, field)
