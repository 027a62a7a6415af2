"""What a reception centre knows of the examinations it asked for: its sheet and the formal answer."""

import datetime

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.acting import Actor
from accounts.models import Organisation
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import Citizenship, Language, Sex
from referrals.choices import Fitness, Priority
from referrals.models.referral import Referral
from referrals.models.service import Service

# Between looking at a person who is held and looking again.
MOST_DAYS = datetime.timedelta(days=14)


class Phase(models.TextChoices):
    """Where an examination stands, as the centre may know it: `closed` never says how or why."""

    SENT = "sent", pgettext_lazy("examination", "Sent")
    RECEIVED = "received", pgettext_lazy("examination", "Received")
    APPOINTMENT = "appointment", pgettext_lazy("examination", "Appointment made")
    ANSWERED = "answered", pgettext_lazy("examination", "Answered")
    CLOSED = "closed", pgettext_lazy("examination", "Closed")


class ExaminationQuerySet(models.QuerySet["Examination"]):
    """Sheets of examinations."""

    def visible_to(self, actor: Actor) -> "ExaminationQuerySet":
        """Keep the sheets of the actor's own centre: any of its officers, shifts change."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.ENVELOPE:
            return self.filter(centre_id=actor.organisation_key)
        return self.none()

    def most_pressing_first(self) -> "ExaminationQuerySet":
        """Put those still open before those that ended, the newest of each first."""
        ended = models.Q(phase__in=[Phase.ANSWERED, Phase.CLOSED])
        is_over = models.ExpressionWrapper(ended, output_field=models.BooleanField())
        return self.order_by(is_over, "-id")


class Examination(models.Model):
    """The centre's sheet: what it wrote itself, and the few things that came back.

    Its officers read this INSTEAD of the referral, of which their session in the database sees no
    row. No member writes it: triggers on the referral and on its formal answer do, so that what
    the centre may know is cut in one place, below every page. It has the referral's key.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # By its key only: joined, the hidden row would take the sheet away with it.
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.TextField(unique=True)
    submission = models.UUIDField(unique=True)
    name = models.TextField(blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.TextField(choices=Sex.choices, blank=True)
    citizenship = models.TextField(choices=Citizenship.choices, blank=True)
    language = models.TextField(choices=Language.choices, blank=True)
    needs_interpreter = models.BooleanField()
    priority = models.TextField(choices=Priority.choices)
    asked = models.TextField()
    escort = models.TextField()
    sent_at = models.DateTimeField()
    phase = models.TextField(choices=Phase.choices)
    appointment_at = models.DateTimeField(null=True)
    place = models.TextField(blank=True)
    fitness = models.TextField(choices=Fitness.choices, blank=True)
    look_again_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    # Asked for again since: the day to look again has been seen to.
    is_followed = models.BooleanField()

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["centre", "phase", "-id"], name="examination_by_centre"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    phase="answered",
                    fitness__in=Fitness.values,
                    look_again_on__isnull=False,
                    answered_on__isnull=False,
                )
                | (
                    ~models.Q(phase="answered")
                    & models.Q(
                        phase__in=Phase.values,
                        fitness="",
                        look_again_on__isnull=True,
                        answered_on__isnull=True,
                    )
                ),
                name="examination_answered_has_its_answer",
            ),
            # Of two that closed, an appointment on one alone would tell how far it had come.
            models.CheckConstraint(
                condition=models.Q(phase__in=["appointment", "answered"])
                | models.Q(appointment_at__isnull=True, place=""),
                name="examination_closed_says_nothing_else",
            ),
        )

    def __str__(self) -> str:
        return self.number


class FormalAnswerQuerySet(models.QuerySet["FormalAnswer"]):
    """Formal answers."""

    def visible_to(self, actor: Actor) -> "FormalAnswerQuerySet":
        """Keep the answers of visible referrals; the centre reads them on its sheet."""
        return self.filter(referral__in=Referral.objects.visible_to(actor))


class FormalAnswer(models.Model):
    """Fit or not fit to be held, and when to look again: never what was found."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, related_name="formal_answer"
    )
    fitness = models.TextField(choices=Fitness.choices)
    look_again_on = models.DateField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    # The day in Almaty of the moment above; a trigger compares them.
    answered_on = models.DateField()

    objects = FormalAnswerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(fitness__in=Fitness.values), name="fitness_is_known"
            ),
            # Always said, so that a day to look again tells nothing by being there.
            models.CheckConstraint(
                condition=models.Q(
                    look_again_on__gt=models.F("answered_on"),
                    look_again_on__lte=models.F("answered_on") + MOST_DAYS,
                ),
                name="looked_at_again_within_14_days",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
