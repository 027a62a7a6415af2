"""The way back from an act: to the list or to the case where it was begun."""

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reminders.queries import HAND, filter_named
from reminders.wording import Words


@dataclass(frozen=True)
class WayBack:
    """Where to go when it is done or left, and what the link there says."""

    url: str
    label: Words


def way_back(said: QueryDict) -> WayBack:
    """Return the way to the case or the list that was named; never to an address of its own."""
    try:
        case_id = uuid.UUID(said.get("case", ""))
    except ValueError:
        return _to_the_list(filter_named(said.get("show", "")))
    return WayBack(url=reverse("desk:case", args=[case_id]), label=_("Back to the case"))


def _to_the_list(show: str) -> WayBack:
    query = "" if show == HAND else f"?show={show}"
    return WayBack(url=reverse("reminders:reminders") + query, label=_("Back to the messages"))
