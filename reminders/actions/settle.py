"""What was left open: claims that lapsed, and messages nobody has heard of since."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from accounts.acting import System, for_system
from accounts.encrypted import opened
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.models import ContactPoint
from reminders import pauses, states
from reminders.actions.answer import told
from reminders.actions.move import BLANK, Moved, write_steps
from reminders.choices import ReminderState
from reminders.gateway import Answer, Failure, Status
from reminders.models import Reminder

LAPSE = """
UPDATE reminders_reminder SET state = 'in_doubt', claim = NULL, claimed_until = NULL,
    asks = 0, next_at = statement_timestamp()
WHERE state = 'claimed' AND claimed_until <= statement_timestamp() RETURNING id
"""
# Asking has a lease of its own, so that two never ask about the same one at once.
ASK = """
WITH open AS (
    SELECT r.id, c.id AS contact_id, c.phone FROM reminders_reminder r
    JOIN cases_contactpoint c ON c.id = r.contact_id
    WHERE r.state IN ('in_doubt', 'queued', 'sent') AND r.next_at <= statement_timestamp()
    AND (r.claimed_until IS NULL OR r.claimed_until <= statement_timestamp())
    AND (r.state = 'in_doubt' OR r.useful_until > statement_timestamp() - %(until)s)
    ORDER BY r.next_at LIMIT 1
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE reminders_reminder asked SET claim = %(claim)s, asks = asked.asks + 1,
    claimed_until = statement_timestamp() + make_interval(secs => %(lease)s)
FROM open WHERE asked.id = open.id
RETURNING asked.id, asked.key, asked.claim, open.contact_id, open.phone, asked.state, asked.asks,
    asked.attempts
"""


@dataclass(frozen=True)
class Question:
    """A reminder that is ours to ask about until the claim lapses."""

    id: uuid.UUID
    key: uuid.UUID
    claim: uuid.UUID
    contact_id: uuid.UUID
    token: str = field(repr=False)
    state: str
    asks: int
    attempts: int

    @property
    def phone(self) -> str:
        """The number in clear; raises Unreadable."""
        return opened(ContactPoint, "phone", self.contact_id, self.token)


def let_claims_lapse(*, by: str) -> int:
    """Put in doubt what a sender took and never answered for; return how many."""
    with for_system(reason=by) as system, connection.cursor() as cursor:
        cursor.execute(LAPSE)
        lapsed = [Moved(key, "claimed", "in_doubt") for (key,) in cursor.fetchall()]
        if lapsed:
            write_steps(by=system, moves=lapsed, because="lapse")
        return len(lapsed)


def claim_question(*, by: str) -> Question | None:
    """Take what the gateway should be asked about first, or None."""
    values: dict[str, Any] = {
        "claim": uuid.uuid4(),
        "lease": settings.REMINDER_LEASE,
        "until": pauses.ASK_UNTIL,
    }
    with for_system(reason=by) as system, connection.cursor() as cursor:
        cursor.execute(ASK, values)
        row = cursor.fetchone()
        if row is None:
            return None
        question = Question(*row)
        audit.record(
            Verb.READ,
            by=system,
            subject_type="reminder",
            subject_ids=[question.id],
            data_classes=[DataClass.CONTACT],
        )
        return question


def resolve(*, by: str, question: Question, answer: Answer) -> bool:
    """Store what the gateway said when asked; False where it was nothing new.

    Only for what was in doubt does "never heard of it" mean that nothing was sent: then it is
    planned again. Where the gateway had said otherwise before, its word now decides nothing.
    """
    with for_system(reason=by) as system:
        if answer.status is Status.UNKNOWN and question.state == ReminderState.IN_DOUBT:
            return _plan_again(system, question)
        to_state = states.after(question.state, answer.status)
        if to_state is None:
            later = Now() + pauses.before_receipt(question.asks)
            _ours(question).update(claim=None, claimed_until=None, next_at=later)
            return False
        return _move(system, question, to_state, **told(answer, Now()))


def record_no_answer(*, by: str, question: Question) -> None:
    """Store that the question went unanswered: what is in doubt stays so, and is asked later."""
    with for_system(reason=by):
        later = Now() + pauses.before_ask(question.asks)
        _ours(question).update(claim=None, claimed_until=None, next_at=later)


def _plan_again(system: System, question: Question) -> bool:
    if question.attempts >= pauses.MOST_ATTEMPTS:
        given_up = Answer(Status.FAILED, Failure.OTHER)
        return _move(system, question, ReminderState.FAILED, **told(given_up, Now()))
    columns = {**BLANK, "asks": 0, "next_at": Now()}
    return _move(system, question, ReminderState.SCHEDULED, **columns)


def _move(system: System, question: Question, to_state: ReminderState, **columns: Any) -> bool:
    if not _ours(question).update(state=to_state, **columns):
        return False
    moved = Moved(question.id, question.state, to_state)
    write_steps(by=system, moves=[moved], because="ask")
    return True


def _ours(question: Question) -> Any:
    return Reminder.objects.filter(pk=question.id, claim=question.claim, state=question.state)
