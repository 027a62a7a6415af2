"""Take one reminder to send: one statement decides, and whoever got it may send it, nobody else."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.acting import for_system
from accounts.encrypted import opened
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.models import ContactPoint
from reminders import pauses
from reminders.actions.move import Moved, write_steps

# All that must hold for a message to leave the house, looked up once more at this very moment: it
# is due and still of use, its subject stands as it was planned, its case is open, the person lives
# and reads, agreed to messages on a number that is still theirs, and nobody stopped them. The clock is the database's.
CLAIM = """
WITH due AS (
    SELECT r.id, number.id AS contact_id, number.phone
    FROM reminders_reminder r
    JOIN cases_migrant person ON person.id = r.migrant_id AND person.reads <> 'no'
    JOIN cases_case held ON held.id = r.case_id AND held.state <> 'closed'
    CROSS JOIN LATERAL (
        SELECT c.id, c.phone FROM cases_contactpoint c
        WHERE c.migrant_id = r.migrant_id AND c.is_current AND c.may_message
        ORDER BY c.is_shared, c.id DESC LIMIT 1
    ) number
    WHERE r.state = 'scheduled' AND r.next_at <= statement_timestamp()
    AND r.useful_until > statement_timestamp() AND r.attempts < %(most)s
    AND NOT EXISTS (
        SELECT 1 FROM reminders_mute m WHERE m.migrant_id = r.migrant_id AND m.ended_at IS NULL
    )
    AND NOT EXISTS (
        SELECT 1 FROM cases_case d WHERE d.migrant_id = r.migrant_id AND d.closing_reason = 'died'
    )
    AND (
        (r.subject_type = 'referral' AND EXISTS (
            SELECT 1 FROM referrals_referral f WHERE f.id = r.subject_id
            AND f.state = 'scheduled' AND f.appointment_at = r.appointment_at
        ))
        OR (r.subject_type = 'task' AND EXISTS (
            SELECT 1 FROM cases_task t WHERE t.id = r.subject_id AND t.done_at IS NULL
        ))
    )
    ORDER BY r.next_at LIMIT 1
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE reminders_reminder taken
SET state = 'claimed', claim = %(claim)s, attempts = taken.attempts + 1,
    claimed_until = statement_timestamp() + make_interval(secs => %(lease)s),
    contact_id = due.contact_id
FROM due WHERE taken.id = due.id AND taken.state = 'scheduled'
RETURNING taken.id, taken.key, taken.claim, due.contact_id, due.phone, taken.text, taken.attempts
"""


@dataclass(frozen=True)
class Claimed:
    """A reminder that is ours to send until the claim lapses."""

    id: uuid.UUID
    key: uuid.UUID
    claim: uuid.UUID
    contact_id: uuid.UUID
    token: str = field(repr=False)
    text: str
    attempts: int

    @property
    def phone(self) -> str:
        """The number in clear; raises Unreadable."""
        return opened(ContactPoint, "phone", self.contact_id, self.token)


def claim_next(*, by: str) -> Claimed | None:
    """Take what has been due longest, or None; committed before anybody is called."""
    with for_system(reason=by) as system:
        row = _take()
        if row is None:
            return None
        claimed = Claimed(*row)
        write_steps(by=system, moves=[Moved(claimed.id, "scheduled", "claimed")], because="claim")
        audit.record(
            Verb.READ,
            by=system,
            subject_type="reminder",
            subject_ids=[claimed.id],
            data_classes=[DataClass.CONTACT],
        )
        return claimed


def _take() -> tuple[Any, ...] | None:
    values: dict[str, Any] = {
        "claim": uuid.uuid4(),
        "lease": settings.REMINDER_LEASE,
        "most": pauses.MOST_ATTEMPTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
