"""How reminders are spoken of: in neutral words, with what to do where no message helps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reminders.choices import FAILURES, Denial
from reminders.models import Reminder

Words = str | Promise
# Tone and icon of each state; the icon tells apart what the tone alone would not.
LOOKS: dict[str, tuple[str, str]] = {
    "scheduled": ("neutral", "clock"),
    "claimed": ("info", "send"),
    "queued": ("info", "send"),
    "sent": ("info", "send"),
    "delivered": ("success", "circle-check"),
    "failed": ("danger", "octagon-alert"),
    "in_doubt": ("attention", "circle-help"),
    "cleared": ("ended", "circle-slash"),
    "muted": ("ended", "bell-off"),
    "denied": ("attention", "phone-call"),
}
CALL = _("Please call.")
CALL_OR_AGAIN = _("Please call, or try again.")
TO_DO: dict[str, Words] = {
    Denial.NO_NUMBER: _("Ask for a number, or tell the person when you meet."),
    Denial.NOT_AGREED: _("Please call. Ask whether messages may be sent."),
    Denial.DOES_NOT_READ: CALL,
}
OUTDATED = _("The time changed after the message went out. Please call.")


def why(one: Reminder) -> Words:
    """Return why it did not arrive or will not be sent; empty where there is nothing to say."""
    if one.state == "failed":
        return FAILURES[one.failure]
    return Denial(one.denial).label if one.denial else ""


def what_to_do(one: Reminder, *, may_try_again: bool) -> Words:
    """Return what a person can do now."""
    if one.outdated_at:
        return OUTDATED
    if one.state == "failed":
        return CALL_OR_AGAIN if may_try_again else CALL
    return TO_DO.get(one.denial, "")
