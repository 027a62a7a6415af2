"""Messages of the demonstration: who agreed to them, three months that are past, what is ahead."""

import datetime
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from accounts.acting import for_member, for_system
from cases.actions import allow_messages
from cases.models import Case, ContactPoint, Task
from desk.demonstration.files import Told
from desk.demonstration.past_messages import Fate, stored
from desk.demonstration.stage import SEED, Stage
from referrals.models import Referral, ReferralStep
from referrals.states import ReferralMove
from reminders import reach, schedule
from reminders.actions import plan_reminders, stop_messages
from reminders.choices import MuteReason
from reminders.models import Reminder, ReminderStep
from reminders.people import read_people
from reminders.texts import Bodies, filled, read_bodies

ALMATY = ZoneInfo("Asia/Almaty")
AGREED = 0.85
MONTHS = datetime.timedelta(days=92)
FATES = ("delivered",) * 14 + ("failed",)
WHY_NOT = ("unreachable", "unreachable", "wrong_number")
STOPPED = (1, 11)


@dataclass(frozen=True)
class Past:
    """What past messages are made of. A chance of its own: the people stay who they were."""

    stage: Stage
    people: dict[uuid.UUID, reach.Person]
    numbers: dict[uuid.UUID, uuid.UUID]
    bodies: Bodies
    chance: random.Random = field(default_factory=lambda: random.Random(SEED + 1))  # noqa: S311


def tell_of_messages(stage: Stage, told: list[Told]) -> None:
    """Let most people agree, write down what went out, and plan what is ahead."""
    _agree(stage, told)
    _stop_one(stage, told)
    with for_system(reason="demonstration"):
        people = read_people({one.migrant.pk for one in told})
        past = Past(stage, people, _numbers(), read_bodies())
        made = [*_of_appointments(past), *_of_calls(past)]
        Reminder.objects.bulk_create(reminder for reminder, _ in made)
        ReminderStep.objects.bulk_create(step for _, steps in made for step in steps)
    plan_reminders(by="demonstration", now=stage.clock.now)


def _agree(stage: Stage, told: list[Told]) -> None:
    chance = random.Random(SEED)  # noqa: S311
    for one in told:
        with for_member(stage.members[one.plan.by]) as by:
            for contact in ContactPoint.objects.filter(migrant=one.migrant).order_by("id"):
                if chance.random() < AGREED:
                    allow_messages(by=by, contact=contact, may_message=True)


def _numbers() -> dict[uuid.UUID, uuid.UUID]:
    agreed = ContactPoint.objects.filter(may_message=True).order_by("-is_shared", "id")
    return dict(agreed.values_list("migrant_id", "id"))


def _stop_one(stage: Stage, told: list[Told]) -> None:
    """Let one person who is expected somewhere want no messages since yesterday."""
    expected = [
        one
        for one in told
        if (course := one.plan.course)
        and course.scheduled is not None
        and course.appointment[0] < 0
    ]
    one = expected[-1]
    with for_member(stage.members[one.plan.by]) as by:
        now = stage.clock.at(*STOPPED)
        stop_messages(by=by, migrant=one.migrant, reason=MuteReason.OPTED_OUT, now=now)


def _of_appointments(past: Past) -> Iterator[tuple[Reminder, list[ReminderStep]]]:
    now = past.stage.clock.now
    made = dict(
        ReferralStep.objects.filter(move=ReferralMove.SCHEDULE)
        .order_by("id")
        .values_list("referral_id", "at")
    )
    rows = Referral.objects.filter(appointment_at__gt=now - MONTHS).order_by("id")
    for referral in rows.select_related("case"):
        # Whom a reception centre holds is brought by its officers, and has no case of ours.
        if referral.case is None or not referral.appointment_at or referral.pk not in made:
            continue
        one = schedule.Appointment(referral.pk, referral.appointment_at, made[referral.pk])
        settled_at = referral.arrived_at or referral.ended_at
        before = referral.appointment_at - 2 * schedule.DAY
        for planned in schedule.plan([one], [], before, ALMATY):
            if planned.due_at <= now and not (settled_at and settled_at <= planned.due_at):
                yield _told(past, planned, referral.case, made[referral.pk])


def _of_calls(past: Past) -> Iterator[tuple[Reminder, list[ReminderStep]]]:
    now = past.stage.clock.now
    tasks = Task.objects.filter(
        due_on__gt=(now - MONTHS).date(), kind__in=("call_back", "accompany")
    )
    for task in tasks.select_related("case").order_by("id"):
        one = schedule.ToDo(task.pk, task.kind, task.due_on, task.created_at)
        morning = datetime.datetime.combine(task.due_on, datetime.time(0), ALMATY)
        for planned in schedule.plan([], [one], morning - schedule.DAY, ALMATY):
            if planned.due_at <= now and not (task.done_at and task.done_at <= planned.due_at):
                yield _told(past, planned, task.case, task.created_at)


def _told(
    past: Past, planned: schedule.Planned, case: Case, made_at: datetime.datetime
) -> tuple[Reminder, list[ReminderStep]]:
    person = past.people[case.migrant_id]
    bodies = past.bodies[planned.rule]
    language = reach.language_of(person, bodies)
    text = filled(bodies[language], planned, ALMATY)
    planned_at = min(max(made_at, planned.due_at - schedule.HORIZON), planned.due_at)
    return stored(planned, case, _fate(past, case, person, planned), language, text, planned_at)


def _fate(past: Past, case: Case, person: reach.Person, planned: schedule.Planned) -> Fate:
    reached = reach.reach(person)
    if reached.state == "muted":
        # Before they wanted none, messages went out to them like to everybody.
        reached = reach.reach(replace(person, is_muted=False))
        if planned.due_at > past.stage.clock.at(*STOPPED) and reached.state == "scheduled":
            return Fate("muted")
    if reached.state == "denied":
        return Fate("denied", denial=reached.denial)
    state = past.chance.choice(FATES)
    return Fate(
        state,
        failure=past.chance.choice(WHY_NOT) if state == "failed" else "",
        contact_id=past.numbers[case.migrant_id],
    )
