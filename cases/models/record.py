"""What is written down on a case: notes, tasks, the TB symptom screen."""

import datetime

from django.db import models

from accounts.acting import Actor
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases.choices import Answer, TaskKind
from cases.models.case import Case
from cases.models.glass import BrokenGlass
from cases.models.grant import CaseGrant


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes."""

    def visible_to(self, actor: Actor) -> "NoteQuerySet":
        """Keep one's own organisation's notes on visible cases; clinic staff read their own."""
        if actor.scope is Scope.EVERYTHING:
            return self
        notes = self.filter(
            organisation_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )
        return notes.filter(author_id=actor.user_id) if actor.scope is Scope.REFERRED else notes


class Note(models.Model):
    """What somebody wrote, in their own words; never changed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    submission = models.UUIDField(unique=True, default=new_key)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks."""

    def visible_to(self, actor: Actor) -> "TaskQuerySet":
        """Keep one's own organisation's tasks on visible cases."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )

    def open(self) -> "TaskQuerySet":
        """Keep what is still to be done."""
        return self.filter(done_at__isnull=True)


class Task(models.Model):
    """Something to do for a case by a day."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.TextField(choices=TaskKind.choices)
    text = models.TextField(blank=True, default="")
    due_on = models.DateField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submission = models.UUIDField(unique=True, default=new_key)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["organisation", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="task_due",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="a_done_task_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="other") | ~models.Q(text=""),
                name="an_other_task_says_what",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def is_late(self, today: datetime.date) -> bool:
        """Say whether the task should have been done before today."""
        return self.done_at is None and self.due_on < today


class SymptomScreenQuerySet(models.QuerySet["SymptomScreen"]):
    """TB symptom screens."""

    def visible_to(self, actor: Actor) -> "SymptomScreenQuerySet":
        """Keep screens of visible cases, beyond one's own organisation only with the class."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is not Scope.REFERRED:
            return self.filter(
                organisation_id=actor.organisation_key,
                case__in=CaseGrant.objects.cases_open_to(actor),
            )
        grants = CaseGrant.objects.opening_to(actor).filter(case=models.OuterRef("case"))
        glass = BrokenGlass.objects.open_for(actor).covering(DataClass.HEALTH)
        in_emergency = glass.filter(case_ids__contains=[models.OuterRef("case_id")])
        return self.filter(
            models.Exists(grants.covering(DataClass.HEALTH)) | models.Exists(in_emergency)
        )


class SymptomScreen(models.Model):
    """The questions on TB symptoms that every first contact gets, whatever brought the person.

    WHO's four symptoms (cough, fever, night sweats, weight loss) and contact with TB.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="screens")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    screened_on = models.DateField()
    cough = models.TextField(choices=Answer.choices)
    fever = models.TextField(choices=Answer.choices)
    night_sweats = models.TextField(choices=Answer.choices)
    weight_loss = models.TextField(choices=Answer.choices)
    tb_contact = models.TextField(choices=Answer.choices)
    is_positive = models.GeneratedField(
        expression=models.Q(cough="yes")  # type: ignore[arg-type]  # Django takes a Q
        | models.Q(fever="yes")
        | models.Q(night_sweats="yes")
        | models.Q(weight_loss="yes")
        | models.Q(tb_contact="yes"),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = SymptomScreenQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_unanswered(self) -> bool:
        """Say whether no question got a yes or a no: then nothing is known, and nothing is well."""
        answers = (self.cough, self.fever, self.night_sweats, self.weight_loss, self.tb_contact)
        return set(answers) == {Answer.UNKNOWN}
