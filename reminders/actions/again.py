"""Try a failed reminder once more, because somebody says so."""

import datetime

from django.db import transaction

from accounts import row_security
from accounts.acting import Acting
from audit.keys import new_key
from reminders.actions.move import BLANK, Moved, write_steps
from reminders.choices import ReminderState
from reminders.models import Reminder


@transaction.atomic
def try_again(*, by: Acting, reminder: Reminder, now: datetime.datetime) -> bool:
    """Plan a failed reminder anew while it is of use; False where somebody already did.

    It is known not to have arrived, and the gateway would answer "failed" for the old key for
    ever: so it gets another.
    """
    with row_security.everything_visible():
        failed = Reminder.objects.filter(
            pk=reminder.pk, state=ReminderState.FAILED, useful_until__gt=now
        )
        columns = {**BLANK, "key": new_key(), "contact": None, "attempts": 0, "asks": 0}
        if not failed.update(state=ReminderState.SCHEDULED, next_at=now, **columns):
            return False
        moved = Moved(reminder.pk, ReminderState.FAILED, ReminderState.SCHEDULED)
        write_steps(by=by, moves=[moved], because="again")
        return True
