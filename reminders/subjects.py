"""What reminders are about: appointments and tasks of the rooms below, read for the plan."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.choices import TaskKind
from cases.models import Case, Task
from cases.states import CaseState, ClosingReason
from referrals.choices import ReferralKind
from referrals.models import Referral
from referrals.states import ReferralState
from reminders import schedule

DAY = datetime.timedelta(days=1)
TOLD_OF = (TaskKind.CALL_BACK, TaskKind.ACCOMPANY)


@dataclass(frozen=True)
class Owner:
    """Whose a subject is: who is told, and whose file it stands in."""

    organisation_id: uuid.UUID
    migrant_id: uuid.UUID
    case_id: uuid.UUID


@dataclass(frozen=True)
class Subjects:
    """Everything the plan is made from, and to whom it belongs."""

    appointments: list[schedule.Appointment]
    todos: list[schedule.ToDo]
    owners: dict[uuid.UUID, Owner]


def read_subjects(now: datetime.datetime) -> Subjects:
    """Return the appointments and tasks about which somebody is to be told within the horizon."""
    known = Subjects(appointments=[], todos=[], owners={})
    _add_appointments(known, now)
    _add_todos(known, now)
    return known


def _add_appointments(known: Subjects, now: datetime.datetime) -> None:
    # Who is held is told by those who hold them.
    scheduled = Referral.objects.filter(
        state=ReferralState.SCHEDULED,
        appointment_at__gt=now,
        appointment_at__lt=now + schedule.HORIZON + 2 * DAY,
    ).exclude(kind=ReferralKind.EXAMINATION_FROM_CUSTODY)
    scheduled = scheduled.exclude(case__state=CaseState.CLOSED).exclude(_of_the_dead())
    # A scheduled referral last moved when its appointment was made.
    columns = ("id", "appointment_at", "moved_at", "sender_id", "migrant_id", "case_id")
    for key, at, made_at, *owner in scheduled.values_list(*columns):
        known.appointments.append(schedule.Appointment(key, at, made_at))
        known.owners[key] = Owner(*owner)


def _add_todos(known: Subjects, now: datetime.datetime) -> None:
    soon = Task.objects.open().filter(
        kind__in=TOLD_OF,
        due_on__gte=(now - DAY).date(),
        due_on__lte=(now + schedule.HORIZON + 2 * DAY).date(),
    )
    columns = ("id", "kind", "due_on", "created_at", "organisation_id", "case__migrant_id")
    soon = soon.exclude(case__state=CaseState.CLOSED).exclude(_of_the_dead("case__migrant"))
    rows = soon.values_list(*columns, "case_id")
    for key, kind, due_on, made_at, *owner in rows:
        known.todos.append(schedule.ToDo(key, kind, due_on, made_at))
        known.owners[key] = Owner(*owner)


def _of_the_dead(migrant: str = "migrant") -> Exists:
    """Return the condition that the person died, whichever of their cases says so."""
    died = Case.objects.filter(closing_reason=ClosingReason.DIED)
    return Exists(died.filter(migrant=OuterRef(migrant)))
