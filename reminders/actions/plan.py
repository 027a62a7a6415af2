"""Make the reminders agree with what is due: what is new, what changed, what is off.

Reads the rooms below and writes only what differs, in a fixed number of statements. Whoever comes
while another plans leaves again; run twice, it changes nothing.
"""

import datetime
import json
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from accounts.acting import System, for_system
from audit.keys import new_key
from reminders import reach, schedule, subjects
from reminders.actions.move import Moved, write_steps
from reminders.choices import ReminderState
from reminders.comparison import Changes, Content, Key, Stored, compare
from reminders.models import Reminder
from reminders.people import read_people
from reminders.states import ENDED
from reminders.subjects import Owner
from reminders.texts import Bodies, filled, read_bodies

ALMATY = ZoneInfo("Asia/Almaty")
PLANNING = 4_711_002
CONTENT = tuple(Content.__dataclass_fields__)
# Only where the row still stands as it was read: a sender may have taken it meanwhile. A new hour
# takes the place of a pause after a refusal; the number of tries stays.
APPLY = """
UPDATE reminders_reminder r SET state = c.state, denial = c.denial, due_at = c.due_at,
    useful_until = c.useful_until, appointment_at = c.appointment_at, language = c.language,
    text = c.text, ended_at = CASE WHEN c.state = 'scheduled' THEN NULL ELSE %(now)s END,
    next_at = CASE WHEN c.due_at <> r.due_at OR c.was <> c.state THEN c.due_at ELSE r.next_at END
FROM jsonb_to_recordset(%(changes)s) AS c(id uuid, was text, state text, denial text,
    due_at timestamptz, useful_until timestamptz, appointment_at timestamptz, language text,
    text text)
WHERE r.id = c.id AND r.state = c.was RETURNING r.id, c.was, c.state
"""
OUTDATE = """
UPDATE reminders_reminder r SET outdated_at = CASE WHEN is_off THEN %(now)s::timestamptz END,
    noted_at = CASE WHEN is_news THEN NULL ELSE r.noted_at END,
    noted_by_id = CASE WHEN is_news THEN NULL ELSE r.noted_by_id END
FROM (
    -- What moved once more after somebody told the person of the first time is news again.
    SELECT seen.*, is_off AND moved_at > noted_at IS TRUE AS is_news FROM (
        SELECT o.id, o.noted_at, f.moved_at, f.state = 'cancelled'
            OR (f.state = 'scheduled' AND f.appointment_at <> o.appointment_at) AS is_off
        FROM reminders_reminder o JOIN referrals_referral f ON f.id = o.subject_id
        WHERE o.subject_type = 'referral' AND o.useful_until > %(now)s
        AND o.state IN ('claimed', 'in_doubt', 'queued', 'sent', 'delivered')
    ) seen
) told WHERE r.id = told.id AND (is_news OR is_off <> (r.outdated_at IS NOT NULL)) RETURNING r.id
"""


def plan_reminders(*, by: str, now: datetime.datetime, zone: ZoneInfo = ALMATY) -> int:
    """Bring the plan up to date; return how many reminders were added or changed."""
    with for_system(reason=by) as system:
        if not _is_ours_to_plan():
            return 0
        known = subjects.read_subjects(now)
        planned = schedule.plan(known.appointments, known.todos, now, zone)
        wanted = _contents(planned, known.owners, zone)
        changes = compare(wanted, _stored({key[0] for key in wanted}, now), now)
        added = _add(system, [(key, wanted[key]) for key in changes.new], known.owners, now)
        return added + _apply(system, changes, now) + _outdate(now)


def _is_ours_to_plan() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PLANNING])
        return bool(cursor.fetchone()[0])


def _contents(
    planned: list[schedule.Planned], owners: dict[uuid.UUID, Owner], zone: ZoneInfo
) -> dict[Key, Content]:
    people = read_people({owners[one.subject_id].migrant_id for one in planned})
    bodies = read_bodies()
    return {
        one.key: _content(one, people[owners[one.subject_id].migrant_id], bodies, zone)
        for one in planned
    }


def _content(
    one: schedule.Planned, person: reach.Person, bodies: Bodies, zone: ZoneInfo
) -> Content:
    written = bodies[one.rule]
    language = reach.language_of(person, written)
    reached = reach.reach(person)
    return Content(
        state=reached.state,
        denial=reached.denial,
        due_at=one.due_at,
        useful_until=one.useful_until,
        appointment_at=one.appointment_at,
        language=language,
        text=filled(written[language], one, zone),
    )


def _stored(subject_ids: set[uuid.UUID], now: datetime.datetime) -> list[Stored]:
    relevant = Q(subject_id__in=subject_ids) | Q(useful_until__gt=now) | Q(state="scheduled")
    columns = ("id", "subject_id", "rule", "due_on", *CONTENT)
    rows = Reminder.objects.filter(relevant).values_list(*columns)
    return [
        Stored(key, (subject, rule, on), Content(*rest)) for key, subject, rule, on, *rest in rows
    ]


def _add(
    system: System,
    new: list[tuple[Key, Content]],
    owners: dict[uuid.UUID, Owner],
    now: datetime.datetime,
) -> int:
    rows = [_row(key, content, owners[key[0]], now) for key, content in new]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [row.pk for row in rows]
    stored = Reminder.objects.filter(pk__in=ids).values_list("pk", "state") if ids else ()
    moves = [Moved(key, "", state) for key, state in stored]
    if moves:
        write_steps(by=system, moves=moves, because="plan")
    return len(moves)


def _row(key: Key, content: Content, owner: Owner, now: datetime.datetime) -> Reminder:
    subject_id, rule, due_on = key
    identity = new_key()
    return Reminder(
        id=identity,
        key=identity,
        organisation_id=owner.organisation_id,
        migrant_id=owner.migrant_id,
        case_id=owner.case_id,
        subject_type="referral" if content.appointment_at else "task",
        subject_id=subject_id,
        rule=rule,
        due_on=due_on,
        next_at=content.due_at,
        planned_at=now,
        ended_at=now if content.state in ENDED else None,
        **{name: getattr(content, name) for name in CONTENT},
    )


def _apply(system: System, changes: Changes, now: datetime.datetime) -> int:
    rows = [_change(one, one_content) for one, one_content in changes.changed]
    rows += [
        _change(one, one.content) | {"state": ReminderState.CLEARED.value, "denial": ""}
        for one in changes.cleared
    ]
    if not rows:
        return 0
    values: dict[str, Any] = {"changes": json.dumps(rows, default=str), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(APPLY, values)
        applied = [Moved(*row) for row in cursor.fetchall()]
    moves = [one for one in applied if one.from_state != one.to_state]
    if moves:
        write_steps(by=system, moves=moves, because="plan")
    return len(applied)


def _change(stored: Stored, content: Content) -> dict[str, Any]:
    columns = {name: getattr(content, name) for name in CONTENT}
    return columns | {"id": stored.id, "was": stored.content.state}


def _outdate(now: datetime.datetime) -> int:
    """Mark what was told and holds no longer, and take the mark off where it holds again."""
    with connection.cursor() as cursor:
        cursor.execute(OUTDATE, {"now": now})
        return len(cursor.fetchall())
