"""Coded words about reminders, with their names for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reminders.gateway import Failure


class ReminderState(models.TextChoices):
    """Where a reminder stands (fixed words of the interface)."""

    SCHEDULED = "scheduled", pgettext_lazy("reminder", "Planned")
    CLAIMED = "claimed", pgettext_lazy("reminder", "Being sent")
    QUEUED = "queued", pgettext_lazy("reminder", "On its way")
    SENT = "sent", pgettext_lazy("reminder", "Sent")
    DELIVERED = "delivered", pgettext_lazy("reminder", "Arrived")
    FAILED = "failed", pgettext_lazy("reminder", "Did not arrive")
    IN_DOUBT = "in_doubt", pgettext_lazy("reminder", "Not certain")
    CLEARED = "cleared", pgettext_lazy("reminder", "No longer needed")
    MUTED = "muted", pgettext_lazy("reminder", "Stopped")
    DENIED = "denied", pgettext_lazy("reminder", "Not possible")


class SubjectType(models.TextChoices):
    """What a reminder is about."""

    REFERRAL = "referral", pgettext_lazy("reminder", "Referral")
    TASK = "task", pgettext_lazy("reminder", "Task")


class Rule(models.TextChoices):
    """By which rule a reminder became due; the label is all that the page says it is about."""

    APPOINTMENT_TOMORROW = "appointment_tomorrow", _("Appointment, the day before")
    APPOINTMENT_TODAY = "appointment_today", _("Appointment, on the day")
    CALL_TODAY = "call_today", _("We will call")
    MEETING_TOMORROW = "meeting_tomorrow", _("We go together, the day before")


class Denial(models.TextChoices):
    """Why no message may go to a person: somebody has to call or to go there."""

    NO_NUMBER = "no_number", _("No phone number is kept")
    NOT_AGREED = "not_agreed", _("The person did not agree to messages")
    DOES_NOT_READ = "does_not_read", _("The person does not read")


class MuteReason(models.TextChoices):
    """Why messages to a person were stopped."""

    OPTED_OUT = "opted_out", _("The person does not want messages")
    ORGANISATION = "organisation", _("We stopped them")


FAILURES = {
    Failure.WRONG_NUMBER.value: _("The number is wrong"),
    Failure.UNREACHABLE.value: _("The phone could not be reached"),
    Failure.REFUSED.value: _("The operator refused the message"),
    Failure.NO_FUNDS.value: _("There was no money left for messages"),
    Failure.TOO_LATE.value: _("It came too late"),
    Failure.OTHER.value: _("The operator did not say why"),
}
