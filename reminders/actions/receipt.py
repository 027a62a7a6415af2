"""What gateways say by themselves: twice, late and in any order."""

import datetime
import uuid

from accounts.acting import for_system
from reminders import states
from reminders.actions.answer import told
from reminders.actions.move import Moved, write_steps
from reminders.gateway import Answer, Failure, Status
from reminders.models import Reminder


def record_receipt(
    *, by: str, key: uuid.UUID, status: Status, failure: Failure, now: datetime.datetime
) -> bool:
    """Store a receipt if it is news; an unknown key, an old or a repeated one changes nothing."""
    with for_system(reason=by) as system:
        rows = Reminder.objects.select_for_update().filter(key=key, contact__isnull=False)
        reminder = rows.first()
        to_state = states.after(reminder.state, status) if reminder else None
        if reminder is None or to_state is None:
            return False
        columns = told(Answer(status, failure), now)
        Reminder.objects.filter(pk=reminder.pk).update(state=to_state, **columns)
        moved = Moved(reminder.pk, reminder.state, to_state)
        write_steps(by=system, moves=[moved], because="receipt")
        return True
