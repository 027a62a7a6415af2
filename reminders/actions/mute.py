"""Stop messages to a person, and let them go out again. The person's word, or the house's."""

import datetime
import uuid

from django.db import transaction

from accounts import row_security
from accounts.acting import Acting
from audit import actions as audit
from audit.models import Verb
from cases.models import Migrant
from reminders.actions.move import Moved, write_steps
from reminders.choices import MuteReason, ReminderState
from reminders.models import Mute, Reminder


@transaction.atomic
def stop_messages(
    *, by: Acting, migrant: Migrant, reason: MuteReason, now: datetime.datetime
) -> bool:
    """Let nothing more go out to a person; say whether it was not stopped before."""
    mute = Mute(
        migrant=migrant, organisation=by.works_for, reason=reason, muted_by=by.user, muted_at=now
    )
    # Two at once: the database keeps one, and the other finds it stopped.
    Mute.objects.bulk_create([mute], ignore_conflicts=True)
    if not Mute.objects.filter(pk=mute.pk).exists():
        return False
    # What waits stops at once, whoever's case it belongs to: it is the person who is not written to.
    with row_security.everything_visible():
        _let_wait(by, migrant.pk, now)
    _record(by, migrant, "stopped")
    return True


@transaction.atomic
def allow_messages_again(*, by: Acting, migrant: Migrant, now: datetime.datetime) -> bool:
    """End the stop; say whether there was one. The next plan brings back what is still due."""
    ended = Mute.objects.active().filter(migrant=migrant).update(ended_at=now, ended_by=by.user)
    if ended:
        _record(by, migrant, "allowed")
    return bool(ended)


def _let_wait(by: Acting, migrant_id: uuid.UUID, now: datetime.datetime) -> None:
    waiting = Reminder.objects.filter(migrant_id=migrant_id, state=ReminderState.SCHEDULED)
    ids = list(waiting.select_for_update().values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=ids).update(state=ReminderState.MUTED, ended_at=now)
    moves = [Moved(key, ReminderState.SCHEDULED, ReminderState.MUTED) for key in ids]
    write_steps(by=by, moves=moves, because="mute")


def _record(by: Acting, migrant: Migrant, what: str) -> None:
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        detail={"messages": what},
    )
