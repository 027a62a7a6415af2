"""May this member have this reminder? Not visible and not there are the same 404."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.acting import Acting
from accounts.permissions import Permission
from reminders.models import Reminder


def get_reminder(acting: Acting, reminder_id: uuid.UUID, permission: Permission) -> Reminder:
    """Return the reminder if it is visible and the act is permitted."""
    found = Reminder.objects.visible_to(acting).filter(pk=reminder_id).first()
    if found is None:
        raise Http404
    if not acting.may(permission):
        raise PermissionDenied
    return found
