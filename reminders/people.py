"""How the people of a plan are reached: what they speak, their numbers, whether they were muted."""

import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import ContactPoint, Migrant
from reminders.models import Mute
from reminders.reach import Person


def read_people(migrant_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Return what is known about reaching each of them, in one query."""
    numbers = ContactPoint.objects.filter(migrant=OuterRef("pk"), is_current=True)
    muted = Mute.objects.active().filter(migrant=OuterRef("pk"))
    rows: QuerySet[Migrant] = Migrant.objects.filter(pk__in=migrant_ids)
    told = rows.annotate(
        has_number=Exists(numbers),
        has_agreed=Exists(numbers.filter(may_message=True)),
        is_muted=Exists(muted),
    ).values_list(
        "pk", "language", "other_languages", "reads", "has_number", "has_agreed", "is_muted"
    )
    return {
        key: Person(language, tuple(others), reads, has_number, has_agreed, is_muted)
        for key, language, others, reads, has_number, has_agreed, is_muted in told
    }
