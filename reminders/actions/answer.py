"""Write down what came of sending. Each counts only while the claim is still the sender's own."""

import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from accounts.acting import System, for_system
from reminders import pauses, states
from reminders.actions.claim import Claimed
from reminders.actions.move import BLANK, Moved, write_steps
from reminders.choices import ReminderState
from reminders.gateway import Answer, Failure, NotAccepted, Status
from reminders.models import Reminder


def record_answer(*, by: str, claimed: Claimed, answer: Answer) -> bool:
    """Store the gateway's answer; False where somebody else has taken the matter over."""
    if answer.status is Status.UNKNOWN:
        return record_doubt(by=by, claimed=claimed)
    with for_system(reason=by) as system:
        return _move(system, claimed, states.SAID[answer.status], "answer", **told(answer, Now()))


def record_refusal(*, by: str, claimed: Claimed, refusal: NotAccepted) -> bool:
    """Store that the gateway took nothing: try again after a pause, or give up."""
    with for_system(reason=by) as system:
        if refusal.is_final or claimed.attempts >= pauses.MOST_ATTEMPTS:
            answer = Answer(Status.FAILED, refusal.failure)
            columns = told(answer, Now())
            return _move(system, claimed, ReminderState.FAILED, "refusal", **columns)
        later = Now() + pauses.before_try(claimed.attempts)
        scheduled = ReminderState.SCHEDULED
        return _move(system, claimed, scheduled, "refusal", **BLANK, next_at=later)


def record_doubt(*, by: str, claimed: Claimed) -> bool:
    """Store that nobody knows: ask once the claim has run out, never send again before."""
    with for_system(reason=by) as system:
        columns = {**BLANK, "asks": 0, "next_at": F("claimed_until")}
        return _move(system, claimed, ReminderState.IN_DOUBT, "doubt", **columns)


def _move(
    system: System, claimed: Claimed, to_state: ReminderState, because: str, **columns: Any
) -> bool:
    ours = Reminder.objects.filter(pk=claimed.id, claim=claimed.claim, state=ReminderState.CLAIMED)
    if not ours.update(state=to_state, **columns):
        return False
    moved = Moved(claimed.id, ReminderState.CLAIMED, to_state)
    write_steps(by=system, moves=[moved], because=because)
    return True


def told(answer: Answer, at: datetime.datetime | Now) -> dict[str, Any]:
    """Return the columns that hold once a gateway has said so much."""
    columns: dict[str, Any] = {**BLANK, "asks": 0, "next_at": at + pauses.before_receipt(0)}
    if answer.status is Status.FAILED:
        failure = answer.failure or Failure.OTHER
        return columns | {"failure": failure.value, "failed_at": at, "ended_at": at}
    columns[f"{answer.status.value}_at"] = at
    return columns | ({"ended_at": at} if answer.status is Status.DELIVERED else {})
