"""The pen of this room: every move leaves its step and its audit row, in the same transaction."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from accounts.acting import Actor
from audit import actions as audit
from audit.models import Verb
from reminders.models import ReminderStep

# Columns that hold while a reminder stands in one state only.
BLANK = {
    "claim": None,
    "claimed_until": None,
    "denial": "",
    "failure": "",
    "failed_at": None,
    "ended_at": None,
}


@dataclass(frozen=True)
class Moved:
    """One reminder that has just moved."""

    id: uuid.UUID
    from_state: str
    to_state: str


def write_steps(*, by: Actor, moves: Iterable[Moved], because: str) -> None:
    """Write down moves that were made: one statement, and one more for each state led to."""
    made = sorted(moves, key=_led)
    ReminderStep.objects.bulk_create(
        ReminderStep(
            reminder_id=one.id,
            from_state=one.from_state,
            to_state=one.to_state,
            because=because,
        )
        for one in made
    )
    for (verb, to_state), group in groupby(made, key=_led):
        audit.record(
            verb,
            by=by,
            subject_type="reminder",
            subject_ids=[one.id for one in group],
            detail={"to": to_state, "because": because},
        )


def _led(one: Moved) -> tuple[Verb, str]:
    return (Verb.MOVED if one.from_state else Verb.CREATED), one.to_state
