"""What the pages of whole exports show."""

import datetime
import uuid
from dataclasses import dataclass

from accounts.acting import Acting
from accounts.permissions import Permission
from reports.export_states import ExportState
from reports.models import WholeExport

MOST_SHOWN = 50
TONES = {
    ExportState.ASKED: "attention",
    ExportState.RELEASED: "neutral",
    ExportState.WRITTEN: "good",
    ExportState.REFUSED: "danger",
    ExportState.STOPPED: "danger",
}


@dataclass(frozen=True)
class ExportLine:
    """One export as a page shows it; an administrator reads how many, never whom."""

    id: uuid.UUID
    why: str
    asked_by: str
    asked_at: datetime.datetime
    count: int
    state_label: str
    tone: str
    because: str
    ends_at: datetime.datetime | None
    may_decide: bool
    may_take: bool


def exports_of(acting: Acting) -> list[ExportLine]:
    """Return the exports of one's organisation, the newest first: one query."""
    rows = WholeExport.objects.visible_to(acting).select_related("asked_by")
    return [
        _line(acting, one) for one in rows.defer("sealed", "people").order_by("-id")[:MOST_SHOWN]
    ]


def count_to_decide(acting: Acting) -> int:
    """Return how many wait for the reader's decision."""
    if not acting.may(Permission.RELEASE_EXPORT):
        return 0
    waiting = WholeExport.objects.visible_to(acting).filter(state=ExportState.ASKED)
    return waiting.exclude(asked_by_id=acting.user_id).count()


def _line(acting: Acting, one: WholeExport) -> ExportLine:
    is_mine = one.asked_by_id == acting.user_id
    may_release, may_ask = (
        acting.may(Permission.RELEASE_EXPORT),
        acting.may(Permission.ASK_EXPORT),
    )
    return ExportLine(
        id=one.pk,
        why=one.why,
        asked_by=one.asked_by.name,
        asked_at=one.asked_at,
        count=one.count,
        state_label=one.get_state_display(),
        tone=TONES.get(ExportState(one.state), "neutral"),
        because=one.get_stopped_because_display() if one.stopped_because else "",
        ends_at=one.ends_at,
        may_decide=may_release and not is_mine and one.state == ExportState.ASKED,
        may_take=may_ask and is_mine and one.state == ExportState.WRITTEN,
    )
