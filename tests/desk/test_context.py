"""What every page shows around its content: who is acting and where they can go."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from lucide import _load_icon

from accounts.permissions import Role
from desk.context import PLACES, navigation
from tests.cast import MEMBER_NAMES, Cast

ALL = ["/", "/migrants/", "/cases/", "/referrals/"]
STAFF = {Role.CASEWORKER, Role.SUPERVISOR, Role.CLINIC_STAFF}
BESIDES = {
    Role.CASEWORKER: ["/reminders/", "/reports/"],
    Role.SUPERVISOR: ["/reminders/", "/reports/"],
    Role.ORGANISATION_ADMIN: ["/reports/", "/members/", "/agreements/"],
    Role.SYSTEM_ADMIN: ["/organisations/"],
    Role.HEALTH_ANALYST: ["/reports/city/"],
    Role.RECEPTION_OFFICER: ["/custody/"],
    Role.CONSULATE_OFFICER: ["/envelopes/"],
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def request(cast: Cast, name: str, path: str = "/") -> HttpRequest:
    asked = RequestFactory().get(path)
    asked.acting = cast.members[name]  # type: ignore[attr-defined]
    asked.acting_choices = [cast.members[name].membership]  # type: ignore[attr-defined]
    return asked


@pytest.mark.parametrize("name", MEMBER_NAMES)
def test_each_role_is_led_only_where_it_may_go(cast: Cast, name: str) -> None:
    context = navigation(request(cast, name))
    role = cast.members[name].role
    is_staff = role in STAFF
    places = (ALL if is_staff else ["/"]) + BESIDES.get(role, [])
    assert [place.url for place in context["navigation"]] == places
    assert context["may_search"] is is_staff
    assert context["acting"] == cast.members[name]
    assert context["acting_choices"] == [cast.members[name].membership]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["/"]),
        ("/migrants/", ["/migrants/"]),
        ("/migrants/new/", ["/migrants/"]),
        ("/cases/", ["/cases/"]),
        ("/cases/01900000-0000-7000-8000-000000000001/refer/", ["/cases/"]),
        ("/referrals/", ["/referrals/"]),
        ("/reports/monthly/2026-10/", ["/reports/"]),
        ("/search/", []),
    ],
)
def test_one_sees_where_one_is(cast: Cast, path: str, current: list[str]) -> None:
    places = navigation(request(cast, "aigul", path))["navigation"]
    assert [place.url for place in places if place.is_current] == current


def test_who_is_not_logged_in_is_led_nowhere() -> None:
    assert navigation(RequestFactory().get("/")) == {
        "acting": None, "acting_choices": [], "navigation": [], "may_search": False,
        "may_see_audit": False,
    }  # fmt: skip


def test_who_is_logged_in_and_belongs_nowhere_is_led_nowhere() -> None:
    asked = RequestFactory().get("/")
    asked.acting = None  # type: ignore[attr-defined]
    asked.acting_choices = []  # type: ignore[attr-defined]
    assert navigation(asked)["navigation"] == []


def test_every_place_has_a_name_and_a_picture_of_its_own() -> None:
    assert len({str(label) for *_rest, label in PLACES}) == len(PLACES)
    icons = [icon for _permission, _name, icon, _label in PLACES]
    assert len(set(icons)) == len(icons)
    for icon in icons:
        assert _load_icon(icon) is not None
