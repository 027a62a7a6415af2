"""What is due when: appointments and tasks in, reminders out.

Hours are those of the person's zone. A reminder that is made late goes out at once, but not at
night, and never once it is of no use any more.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING, NIGHT = time(18, 0), time(7, 30), time(21, 0)
CALL_FROM, CALL_UNTIL = time(9, 0), time(18, 0)
DAY = timedelta(days=1)
# The reminder on the day goes out two hours before, so the one of the day before makes way.
TODAY_BEFORE, TOMORROW_UNTIL = timedelta(hours=2), timedelta(hours=3)
# How far ahead reminders are planned, so that people see what is coming.
HORIZON = timedelta(days=7)


@dataclass(frozen=True)
class Appointment:
    """A referral's appointment, and when it was made (or moved)."""

    referral_id: uuid.UUID
    at: datetime
    made_at: datetime


@dataclass(frozen=True)
class ToDo:
    """An open task: of which kind, for which day, since when."""

    task_id: uuid.UUID
    kind: str
    due_on: date
    made_at: datetime


@dataclass(frozen=True)
class Planned:
    """One reminder: about what, by which rule, when it goes out and until when it is of use.

    `due_on` is part of its identity; `day` is the day its text speaks of. Moments are in UTC.
    """

    subject_type: str
    subject_id: uuid.UUID
    rule: str
    due_on: date
    due_at: datetime
    useful_until: datetime
    day: date
    appointment_at: datetime | None = None

    @property
    def key(self) -> tuple[uuid.UUID, str, date]:
        """What there is only one of."""
        return self.subject_id, self.rule, self.due_on


def plan(
    appointments: Iterable[Appointment], todos: Iterable[ToDo], now: datetime, zone: ZoneInfo
) -> list[Planned]:
    """Return what is due within the horizon and not of the past, soonest first."""
    every = [one for appointment in appointments for one in _of_appointment(appointment, zone)]
    every += [one for todo in todos for one in _of_task(todo, zone)]
    ahead = [one for one in every if one.useful_until > now and one.due_at <= now + HORIZON]
    return sorted(ahead, key=lambda one: (one.due_at, one.rule, str(one.subject_id)))


def _of_appointment(one: Appointment, zone: ZoneInfo) -> Iterator[Planned]:
    day = one.at.astimezone(zone).date()
    at = one.at.astimezone(UTC)
    before, until = day - DAY, at - TOMORROW_UNTIL
    due_at = _when(_moment(before, EVENING, zone), one.made_at, zone)
    subject = ("referral", one.referral_id)
    if due_at < until:
        yield Planned(*subject, "appointment_tomorrow", before, due_at, until, day, at)
    due_at = max(at - TODAY_BEFORE, _moment(day, MORNING, zone))
    if due_at < at:
        yield Planned(*subject, "appointment_today", day, due_at, at, day, at)


def _of_task(one: ToDo, zone: ZoneInfo) -> Iterator[Planned]:
    if one.kind == "call_back":
        rule, due_on, hour = "call_today", one.due_on, CALL_FROM
        until = _moment(one.due_on, CALL_UNTIL, zone)
    elif one.kind == "accompany":
        rule, due_on, hour = "meeting_tomorrow", one.due_on - DAY, EVENING
        until = _moment(one.due_on, CALL_FROM, zone)
    else:
        return
    due_at = _when(_moment(due_on, hour, zone), one.made_at, zone)
    if due_at < until:
        yield Planned("task", one.task_id, rule, due_on, due_at, until, one.due_on)


def _when(usual: datetime, made_at: datetime, zone: ZoneInfo) -> datetime:
    """Return the usual moment, or where that has passed the next one at which people are awake."""
    if made_at <= usual:
        return usual
    local = made_at.astimezone(zone)
    if local.time() >= NIGHT:
        return _moment(local.date() + DAY, MORNING, zone)
    return max(made_at.astimezone(UTC), _moment(local.date(), MORNING, zone))


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
