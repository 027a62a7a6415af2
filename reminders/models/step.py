"""Every move of a reminder."""

from django.db import models
from django.db.models.functions import Now

from accounts.acting import Actor
from audit.keys import new_key
from reminders.choices import ReminderState
from reminders.models.reminder import Reminder


class ReminderStepQuerySet(models.QuerySet["ReminderStep"]):
    """Steps of reminders."""

    def visible_to(self, actor: Actor) -> "ReminderStepQuerySet":
        """Keep the steps of visible reminders."""
        return self.filter(reminder__in=Reminder.objects.visible_to(actor))


class ReminderStep(models.Model):
    """One move of a reminder, by the database's clock. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="steps")
    from_state = models.TextField(choices=ReminderState.choices, blank=True, default="")
    to_state = models.TextField(choices=ReminderState.choices)
    at = models.DateTimeField(db_default=Now())
    # Who or what moved it: plan, claim, answer, ask, receipt, mute, again.
    because = models.TextField()

    objects = ReminderStepQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"
