"""Write what was released, with the rights of whoever asked for it and no others."""

import datetime

from django.db import transaction
from django.utils import translation

from accounts.acting import Acting, System, for_member, for_system
from accounts.cipher import Place
from accounts.keys import key_ring
from accounts.models import Membership
from accounts.permissions import Role
from audit import actions as audit
from audit.models import Verb
from reports.actions.whole_export import move_export, stop_export
from reports.export_states import ExportMove, StopReason
from reports.exports.xlsx import write_xlsx
from reports.models import WholeExport
from reports.whole import CLASSES, Whole, whole

# How long it waits to be taken: over one night.
LIVES = datetime.timedelta(hours=24)


def write_exports(*, by: str, now: datetime.datetime) -> int:
    """Write every released export; return how many were written.

    Each in a transaction of its own, so that one that fails keeps no other back.
    """
    with for_system(reason=by):
        waiting = list(WholeExport.objects.filter(state="released"))
    return sum(_write(by, export, now) for export in waiting)


@transaction.atomic
def _write(by: str, export: WholeExport, now: datetime.datetime) -> bool:
    with for_system(reason=by) as system:
        asker = asker_of(export)
        if asker is None:
            stop_export(by=system, export=export, because=StopReason.ASKER_GONE)
            return False
    with for_member(asker) as member, translation.override(asker.user.language):
        written = whole(member, now)
        file = write_xlsx(written.lines, sheet=str(now.date()))
    with for_system(reason=by) as system:
        return _keep(system, asker, export, written, file, now)


def _keep(
    system: System,
    asker: Acting,
    export: WholeExport,
    written: Whole,
    file: bytes,
    now: datetime.datetime,
) -> bool:
    is_kept = move_export(
        by=system,
        exports=WholeExport.objects.all(),
        export=export,
        move=ExportMove.WRITE,
        sealed=key_ring().seal(file, place_of(export)),
        people=written.people,
        count=len(written.cases),
        written_at=now,
        ends_at=now + LIVES,
    )
    if is_kept:
        audit.record(
            Verb.EXPORTED,
            by=asker,
            subject_type="case",
            subject_ids=written.cases,
            data_classes=[*CLASSES],
        )
    return is_kept


def asker_of(export: WholeExport) -> Acting | None:
    """Return who asked, if they lead this team to this day."""
    found = Membership.objects.current_of(export.asked_by_id).filter(
        organisation_id=export.organisation_id, role=Role.SUPERVISOR
    )
    membership = found.first()
    return Acting(membership) if membership else None


def place_of(export: WholeExport) -> Place:
    """Return what the file is bound to."""
    return Place("reports_wholeexport", "sealed", str(export.pk))
