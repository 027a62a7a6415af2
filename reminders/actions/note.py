"""Take note that somebody saw to a matter which no message settled."""

import datetime

from django.db import transaction

from accounts import row_security
from accounts.acting import Acting
from audit import actions as audit
from audit.models import Verb
from reminders.models import Reminder


@transaction.atomic
def note_reminder(*, by: Acting, reminder: Reminder, now: datetime.datetime) -> bool:
    """Note that the person was called or visited; False where somebody already did.

    All that needs a hand about the same matter is settled with it: one call is enough.
    """
    with row_security.everything_visible():
        open_ones = Reminder.objects.filter(subject_id=reminder.subject_id, noted_at__isnull=True)
        troubled = open_ones.filter(state__in=["failed", "denied"]) | open_ones.filter(
            outdated_at__isnull=False
        )
        ids = list(troubled.values_list("pk", flat=True))
        noted = Reminder.objects.filter(pk__in=ids, noted_at__isnull=True)
        if not noted.update(noted_at=now, noted_by=by.user):
            return False
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="reminder",
        subject_ids=ids,
        detail={"noted": True},
    )
    return True
