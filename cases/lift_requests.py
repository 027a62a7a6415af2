"""Who asks that contact with a person's own state be allowed again: for whoever decides."""

import datetime
import uuid
from dataclasses import dataclass

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.models import StateContactBlock
from cases.queries import main_names

MOST_WAITING = 50


@dataclass(frozen=True)
class LiftRequest:
    """One request that waits for a decision."""

    migrant_id: uuid.UUID
    name: str
    asked_by: str
    reason: str
    asked_at: datetime.datetime


def lift_requests(acting: Acting) -> list[LiftRequest]:
    """Return what others asked and nobody decided yet, the oldest first."""
    waiting = StateContactBlock.objects.visible_to(acting).standing()
    waiting = waiting.filter(lift_asked_at__isnull=False).exclude(lift_asked_by_id=acting.user_id)
    found = list(waiting.select_related("lift_asked_by").order_by("lift_asked_at")[:MOST_WAITING])
    if not found:
        return []
    audit.record(
        Verb.LISTED,
        by=acting,
        subject_type="state_contact_block",
        subject_ids=[block.pk for block in found],
        data_classes=[DataClass.STAY, DataClass.IDENTITY],
    )
    names = main_names(acting, [block.migrant_id for block in found])
    return [_said(block, names.get(block.migrant_id, "")) for block in found]


def _said(block: StateContactBlock, name: str) -> LiftRequest:
    asked_by, asked_at = block.lift_asked_by, block.lift_asked_at
    assert asked_at is not None
    return LiftRequest(
        migrant_id=block.migrant_id,
        name=name,
        asked_by=asked_by.name if asked_by else "",
        reason=block.lift_reason,
        asked_at=asked_at,
    )
