"""How many reminders came to what, for figures. Called as the system: a figure names nobody."""

import datetime
import uuid

from django.db.models import Count

from reminders.models import Reminder


def by_state(
    organisation_id: uuid.UUID, first_day: datetime.date, next_first_day: datetime.date
) -> dict[str, int]:
    """Return how many reminders due from the first day until before the other stand in each state."""
    due = Reminder.objects.filter(
        organisation_id=organisation_id, due_on__gte=first_day, due_on__lt=next_first_day
    )
    return dict(due.values_list("state").annotate(number=Count("pk")))
