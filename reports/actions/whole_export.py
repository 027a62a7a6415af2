"""Ask for a whole export, let it out or not, and let it end."""

import datetime
import uuid

from django.db import IntegrityError, models, transaction

from accounts.acting import Acting, Actor, for_system
from audit import actions as audit
from audit.models import Verb
from reports.export_states import MOVES, ExportMove, StopReason
from reports.models import WholeExport
from reports.whole import how_many


class OneIsOnItsWay(Exception):
    """An organisation has one export at a time: each is a risk of its own."""


def ask_export(
    *, by: Acting, why: str, submission: uuid.UUID, now: datetime.datetime
) -> WholeExport:
    """Ask the administrator to let a file with the people of the organisation out.

    Asking twice with the same form asks once. Raises OneIsOnItsWay.
    """
    known = WholeExport.objects.visible_to(by).filter(pk=submission).first()
    if known:
        return known
    try:
        with transaction.atomic():
            asked = WholeExport.objects.create(
                pk=submission,
                organisation=by.works_for,
                why=why,
                asked_by=by.user,
                asked_at=now,
                count=how_many(by, now),
            )
            record(Verb.CREATED, by, asked)
            return asked
    except IntegrityError:
        raise OneIsOnItsWay from None


def release_export(*, by: Acting, export: WholeExport, now: datetime.datetime) -> bool:
    """Let it be written; whoever asked for it cannot. Say whether it was this that did it."""
    return _decide(by, export, ExportMove.RELEASE, now)


def refuse_export(*, by: Acting, export: WholeExport, now: datetime.datetime) -> bool:
    """Keep it in the house."""
    return _decide(by, export, ExportMove.REFUSE, now)


@transaction.atomic
def _decide(by: Acting, export: WholeExport, move: ExportMove, now: datetime.datetime) -> bool:
    waiting = WholeExport.objects.visible_to(by).exclude(asked_by=by.user)
    return move_export(
        by=by, exports=waiting, export=export, move=move, decided_by=by.user, decided_at=now
    )


def move_export(
    *,
    by: Actor,
    exports: models.QuerySet[WholeExport],
    export: WholeExport,
    move: ExportMove,
    **columns: object,
) -> bool:
    """Take a move if the state still allows it, and write that down; of two at once one wins."""
    before, after = MOVES[move]
    emptied: dict[str, object] = {} if after == "written" else {"sealed": None, "people": []}
    moved = exports.filter(pk=export.pk, state__in=before).update(
        state=after, **(emptied | columns)
    )
    if moved:
        verb = Verb.RELEASED if move is ExportMove.RELEASE else Verb.MOVED
        record(verb, by, export, move=str(move))
    return bool(moved)


@transaction.atomic
def end_exports(*, by: str, now: datetime.datetime) -> int:
    """Let what nobody took in time end, with what is in it. Return how many ended."""
    with for_system(reason=by) as system:
        old = WholeExport.objects.filter(state="written", ends_at__lte=now)
        return sum(
            move_export(by=system, exports=old, export=one, move=ExportMove.EXPIRE) for one in old
        )


def stop_export(*, by: Actor, export: WholeExport, because: StopReason) -> bool:
    """Stop an export on its way and forget what is in it."""
    return move_export(
        by=by,
        exports=WholeExport.objects.all(),
        export=export,
        move=ExportMove.STOP,
        stopped_because=because,
    )


def record(verb: Verb, by: Actor, export: WholeExport, **codes: str) -> None:
    """Write into the audit what happened to an export."""
    audit.record(verb, by=by, subject_type="whole_export", subject_ids=[export.pk], detail=codes)
