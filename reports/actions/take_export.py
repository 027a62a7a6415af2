"""Hand a written export to whoever asked for it: once, and only while everybody in it agrees."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting, for_system
from accounts.keys import key_ring
from audit.models import Verb
from reports.actions.whole_export import move_export, record, stop_export
from reports.actions.write_export import place_of
from reports.export_states import ExportMove, StopReason
from reports.models import WholeExport
from reports.whole import agreeing


def take_export(*, by: Acting, export: WholeExport, now: datetime.datetime) -> bytes | None:
    """Return the file and forget it; None where it may not be handed out (any more)."""
    if _somebody_left(by, export, now):
        return None
    return _hand_out(by, export, now)


@transaction.atomic
def _somebody_left(by: Acting, export: WholeExport, now: datetime.datetime) -> bool:
    if set(export.people) <= agreeing(by, timezone.localdate(now)):
        return False
    with for_system(reason="consent ended") as system:
        stop_export(by=system, export=export, because=StopReason.CONSENT_ENDED)
    return True


@transaction.atomic
def _hand_out(by: Acting, export: WholeExport, now: datetime.datetime) -> bytes | None:
    mine = WholeExport.objects.visible_to(by).filter(asked_by=by.user, ends_at__gt=now)
    held = mine.filter(pk=export.pk).values_list("sealed", flat=True).first()
    if held is None:
        return None
    if not move_export(by=by, exports=mine, export=export, move=ExportMove.TAKE, taken_at=now):
        return None
    record(Verb.EXPORTED, by, export)
    return key_ring().open(bytes(held), place_of(export))
