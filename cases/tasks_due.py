"""Tasks that wait on home pages."""

import datetime
import uuid
from dataclasses import dataclass

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases import numbers
from cases.models import Task
from cases.models.record import TaskQuerySet
from cases.queries import main_names, record_listed

DAYS_AHEAD = 3
MOST = 50


@dataclass(frozen=True)
class TaskRow:
    """One open task, with whose case it is on."""

    id: uuid.UUID
    case_id: uuid.UUID
    number: str
    name: str
    kind: str
    text: str
    due_on: datetime.date


def due(acting: Acting, today: datetime.date) -> list[TaskRow]:
    """Return open tasks that are late or due in the next days, the latest first."""
    until = today + datetime.timedelta(days=DAYS_AHEAD)
    return _rows(acting, Task.objects.visible_to(acting).open().filter(due_on__lte=until))


def late(acting: Acting, today: datetime.date) -> list[TaskRow]:
    """Return open tasks that should have been done before today."""
    return _rows(acting, Task.objects.visible_to(acting).open().filter(due_on__lt=today))


def _rows(acting: Acting, tasks: TaskQuerySet) -> list[TaskRow]:
    found = list(tasks.select_related("case").order_by("due_on", "id")[:MOST])
    names = main_names(acting, {task.case.migrant_id for task in found})
    cases = {task.case_id: task.organisation_id for task in found}
    record_listed(acting, "case", cases, {DataClass.IDENTITY, DataClass.NOTES})
    return [
        TaskRow(
            id=task.pk,
            case_id=task.case_id,
            number=numbers.format_number(task.case.number),
            name=names.get(task.case.migrant_id, ""),
            kind=task.get_kind_display(),
            text=task.text,
            due_on=task.due_on,
        )
        for task in found
    ]
