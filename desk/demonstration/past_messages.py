"""One message of the past: the row and its steps, as the product would have left them."""

import datetime
import uuid
from dataclasses import dataclass

from audit.keys import new_key
from cases.models import Case
from reminders.models import Reminder, ReminderStep
from reminders.schedule import Planned

SECOND = datetime.timedelta(seconds=1)
# Seconds after it was due: taken, handed over, sent, and in the end there or not.
CLAIMED, QUEUED, SENT, LAST = 2 * SECOND, 3 * SECOND, 9 * SECOND, 21 * SECOND


@dataclass(frozen=True)
class Fate:
    """What became of it: the state, why not where it is not delivered, and on which number."""

    state: str
    denial: str = ""
    failure: str = ""
    contact_id: uuid.UUID | None = None


def stored(
    planned: Planned,
    case: Case,
    fate: Fate,
    language: str,
    text: str,
    planned_at: datetime.datetime,
) -> tuple[Reminder, list[ReminderStep]]:
    """Return the reminder and its steps; a message that went out has all the moments between."""
    key, at = new_key(), planned.due_at
    went_out = fate.contact_id is not None
    ended_at = at + LAST if went_out else planned_at
    reminder = Reminder(
        id=key,
        key=key,
        organisation_id=case.organisation_id,
        migrant_id=case.migrant_id,
        case=case,
        subject_type=planned.subject_type,
        subject_id=planned.subject_id,
        rule=planned.rule,
        due_on=planned.due_on,
        due_at=at,
        useful_until=planned.useful_until,
        appointment_at=planned.appointment_at,
        state=fate.state,
        denial=fate.denial,
        failure=fate.failure,
        language=language,
        text=text,
        attempts=1 if went_out else 0,
        next_at=at,
        contact_id=fate.contact_id,
        planned_at=planned_at,
        queued_at=at + QUEUED if went_out else None,
        sent_at=at + SENT if went_out else None,
        delivered_at=ended_at if fate.state == "delivered" else None,
        failed_at=ended_at if fate.state == "failed" else None,
        ended_at=ended_at,
    )
    return reminder, _steps(reminder, planned_at, went_out=went_out)


def _steps(
    reminder: Reminder, planned_at: datetime.datetime, *, went_out: bool
) -> list[ReminderStep]:
    path = [("", planned_at, "plan", "scheduled" if went_out else reminder.state)]
    if went_out:
        due = reminder.due_at
        path += [
            ("scheduled", due + CLAIMED, "claim", "claimed"),
            ("claimed", due + QUEUED, "answer", "queued"),
            ("queued", due + SENT, "receipt", "sent"),
            ("sent", due + LAST, "receipt", reminder.state),
        ]
    return [
        ReminderStep(reminder=reminder, from_state=before, to_state=after, at=at, because=because)
        for before, at, because, after in path
    ]
