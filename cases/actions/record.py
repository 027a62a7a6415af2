"""Write down notes, tasks and the TB symptom screen."""

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.keys import new_key
from audit.models import Verb
from cases.choices import Answer, TaskKind
from cases.models import Case, Note, SymptomScreen, Task

# A positive screen is followed by a test within days, whatever the case is about.
TEST_WITHIN_DAYS = 3


@dataclass(frozen=True)
class Symptoms:
    """Answers to the questions on TB symptoms."""

    cough: str = Answer.UNKNOWN
    fever: str = Answer.UNKNOWN
    night_sweats: str = Answer.UNKNOWN
    weight_loss: str = Answer.UNKNOWN
    tb_contact: str = Answer.UNKNOWN

    @property
    def is_positive(self) -> bool:
        """Say whether any answer is yes (WHO's four-symptom screen, and contact with TB)."""
        return Answer.YES in asdict(self).values()


@transaction.atomic
def add_note(
    *, by: Acting, case: Case, text: str, submission: uuid.UUID, now: datetime.datetime
) -> Note:
    """Write a note on a case; the same submission writes it once."""
    note, is_new = Note.objects.get_or_create(
        submission=submission,
        defaults={
            "case": case,
            "organisation": by.works_for,
            "author": by.user,
            "written_at": now,
            "text": text,
        },
    )
    if is_new:
        _record(Verb.CREATED, by, "note", note.pk, DataClass.NOTES, case.organisation_id)
    return note


@transaction.atomic
def add_task(
    *,
    by: Acting,
    case: Case,
    kind: str,
    due_on: datetime.date,
    now: datetime.datetime,
    text: str = "",
    submission: uuid.UUID | None = None,
) -> Task:
    """Add something to do for a case; the same submission adds it once."""
    task, is_new = Task.objects.get_or_create(
        submission=submission or new_key(),
        defaults={
            "case": case,
            "organisation": by.works_for,
            "kind": kind,
            "text": text,
            "due_on": due_on,
            "created_by": by.user,
            "created_at": now,
        },
    )
    if is_new:
        _record(Verb.CREATED, by, "task", task.pk, DataClass.NOTES)
    return task


@transaction.atomic
def finish_task(*, by: Acting, task: Task, now: datetime.datetime) -> bool:
    """Mark a task as done; say whether it was still open."""
    done = Task.objects.filter(pk=task.pk, done_at__isnull=True).update(
        done_at=now, done_by=by.user
    )
    if done:
        _record(Verb.CHANGED, by, "task", task.pk, DataClass.NOTES)
    return bool(done)


@transaction.atomic
def record_screen(
    *,
    by: Acting,
    case: Case,
    symptoms: Symptoms,
    now: datetime.datetime,
    today: datetime.date,
    submission: uuid.UUID | None = None,
) -> SymptomScreen:
    """Record the answers on TB symptoms; any yes adds the task to arrange a test.

    The form's own key becomes the row's: the same submission records it once.
    """
    screen, is_new = SymptomScreen.objects.get_or_create(
        pk=submission or new_key(),
        defaults={
            "case": case,
            "organisation": by.works_for,
            "screened_on": today,
            "recorded_by": by.user,
            "recorded_at": now,
            **asdict(symptoms),
        },
    )
    if not is_new:
        return screen
    _record(Verb.CREATED, by, "screen", screen.pk, DataClass.HEALTH)
    if symptoms.is_positive:
        due_on = today + datetime.timedelta(days=TEST_WITHIN_DAYS)
        add_task(by=by, case=case, kind=TaskKind.TB_TEST, due_on=due_on, now=now)
    return screen


def _record(
    verb: Verb,
    by: Acting,
    subject_type: str,
    subject_id: uuid.UUID,
    data_class: DataClass,
    holder_id: uuid.UUID | None = None,
) -> None:
    audit.record(
        verb,
        by=by,
        subject_type=subject_type,
        subject_ids=[subject_id],
        data_classes=[data_class],
        holders=holder_id,
    )
