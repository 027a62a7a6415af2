"""What every page shows around its content: who is acting and where they can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.acting import Acting
from accounts.permissions import Permission


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


PLACES = (
    (Permission.SEE_HOME, "desk:home", "house", pgettext_lazy("navigation", "Home")),
    (Permission.SEE_MIGRANT, "cases:migrants", "users", pgettext_lazy("navigation", "People")),
    (Permission.SEE_CASE, "cases:cases", "folder-heart", pgettext_lazy("navigation", "Cases")),
    (
        Permission.SEE_REFERRAL,
        "referrals:referrals",
        "send",
        pgettext_lazy("navigation", "Referrals"),
    ),
    (
        Permission.SEE_REMINDERS,
        "reminders:reminders",
        "message-square",
        pgettext_lazy("navigation", "Messages"),
    ),
    (
        Permission.SEE_CUSTODY,
        "referrals:examinations",
        "stethoscope",
        pgettext_lazy("navigation", "Examinations"),
    ),
    (
        Permission.SEE_REPORTS,
        "reports:reports",
        "chart-column",
        pgettext_lazy("navigation", "Report"),
    ),
    (
        Permission.MANAGE_MEMBERS,
        "desk:members",
        "users-round",
        pgettext_lazy("navigation", "Members"),
    ),
    (
        Permission.MANAGE_AGREEMENTS,
        "cases:agreements",
        "handshake",
        pgettext_lazy("navigation", "Agreements"),
    ),
    (
        Permission.KEEP_ORGANISATIONS,
        "organisations:organisations",
        "building-2",
        pgettext_lazy("navigation", "Organisations"),
    ),
    (
        Permission.SEE_CITY_FIGURES,
        "reports:city_months",
        "chart-pie",
        pgettext_lazy("navigation", "Figures"),
    ),
    (
        Permission.LIST_ENVELOPES,
        "referrals:envelopes",
        "mail",
        pgettext_lazy("navigation", "Requests"),
    ),
)

NOTHING = {"may_search": False, "may_see_audit": False}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the acting member and the places their role has."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {"acting": None, "acting_choices": [], "navigation": [], **NOTHING}
    # Who must set up a second step first gets nowhere else (accounts/entrance.py).
    if getattr(request, "must_set_up", False):
        return {"acting": acting, "acting_choices": [], "navigation": [], **NOTHING}
    return {
        "acting": acting,
        "acting_choices": getattr(request, "acting_choices", []),
        "navigation": [
            Place(label, reverse(name), icon, is_current=_is_current(request.path, reverse(name)))
            for permission, name, icon, label in PLACES
            if acting.may(permission)
        ],
        "may_search": acting.may(Permission.SEARCH_FILES),
        "may_see_audit": acting.may(Permission.SEE_AUDIT),
    }


def _is_current(path: str, place: str) -> bool:
    return path == place if place == "/" else path.startswith(place)
