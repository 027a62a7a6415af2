"""Keep a half-filled form, and empty it once it was sent."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.acting import Acting
from cases.models import Draft

MOST_FIELDS = 80
MOST_CHARACTERS = 5_000


# What a cleared draft still holds: the keys of the forms that it was kept for. A page that is left
# may have one more save under way; it must not bring back what somebody asked to forget.
GONE = "gone"
KEY = "submission"


@transaction.atomic
def save_draft(
    *, by: Acting, form: str, about: str, typed: Mapping[str, list[str]], now: datetime.datetime
) -> bool:
    """Keep what was typed so far (field name to values), the newest only; say whether it was.

    Nothing is kept of a form that was sent or forgotten meanwhile.
    """
    kept = {
        name: [value[:MOST_CHARACTERS] for value in values]
        for name, values in list(typed.items())[:MOST_FIELDS]
    }
    before = Draft.objects.of(by, form, about).select_for_update().first()
    if before and set(kept.get(KEY, [])) & set(before.typed.get(GONE, [])):
        return False
    _store(by, form, about, {"typed": kept, "saved_at": now})
    return True


@transaction.atomic
def clear_draft(
    *, by: Acting, form: str, about: str, now: datetime.datetime, submission: str = ""
) -> None:
    """Empty the draft, and let nothing of the same form be kept any more."""
    before = Draft.objects.of(by, form, about).select_for_update().first()
    held = before.typed.get(KEY, []) + before.typed.get(GONE, [])[:MOST_FIELDS] if before else []
    gone = [key for key in dict.fromkeys([submission, *held]) if key]
    is_new = before is None or before.typed != {GONE: gone}
    if is_new and (before or gone):
        _store(by, form, about, {"typed": {GONE: gone}, "saved_at": now})


def _store(by: Acting, form: str, about: str, values: Mapping[str, Any]) -> None:
    Draft.objects.update_or_create(
        user=by.user, organisation=by.works_for, form=form, about=about, defaults=values
    )
