"""Keep a half-filled form, and empty it once it was sent."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.acting import Acting
from cases.models import Draft

MOST_FIELDS = 80
MOST_CHARACTERS = 5_000


@transaction.atomic
def save_draft(
    *, by: Acting, form: str, about: str, typed: Mapping[str, list[str]], now: datetime.datetime
) -> None:
    """Keep what was typed so far (field name to values), the newest only."""
    kept = {
        name: [value[:MOST_CHARACTERS] for value in values]
        for name, values in list(typed.items())[:MOST_FIELDS]
    }
    Draft.objects.update_or_create(
        user=by.user,
        organisation=by.works_for,
        form=form,
        about=about,
        defaults={"typed": kept, "saved_at": now},
    )


@transaction.atomic
def clear_draft(*, by: Acting, form: str, about: str) -> None:
    """Empty the draft: what was typed is stored where it belongs now."""
    Draft.objects.of(by, form, about).update(typed={})
