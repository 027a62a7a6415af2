"""How long a session lasts, what is remembered of it, and how it ends."""

import datetime
from unittest import mock

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.acting import for_system
from accounts.actions import add_member
from accounts.browser_names import short_name
from accounts.models import OrganisationKind
from accounts.permissions import Role
from accounts.session_limits import BY_KIND, STRICTEST, is_over, limits, strictest_of
from tests.cast import NOW, PASSWORD, Cast
from tests.watching import unchanged

pytestmark = pytest.mark.usefixtures("english_browsers")

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
LOGIN = "/accounts/login/"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)


def log_in(client: Client, name: str = "aigul") -> None:
    client.post(LOGIN, {"login": f"{name}@example.org", "password": PASSWORD})


def rest(client: Client, *, idle: float = 0, whole: float = 0) -> None:
    """Let the session have been quiet, or begun, so many minutes ago."""
    session = client.session
    session[sessions.SEEN] -= int(idle * 60)
    session[sessions.BEGAN] -= int(whole * 60)
    session.save()


# --- the table, pure ------------------------------------------------------------------------------


def test_every_kind_of_organisation_has_its_limits() -> None:
    assert set(BY_KIND) == {*OrganisationKind.values, ""}


def test_who_works_in_two_houses_has_the_stricter_of_each_limit() -> None:
    assert strictest_of(["ngo", "consulate"]) == limits(minutes=15, hours=8)
    assert strictest_of(["clinic", "ngo"]) == limits(minutes=15, hours=12)
    assert strictest_of(["ngo"]) == limits(minutes=30, hours=12)


@pytest.mark.parametrize("kinds", [[], [""], ["something new"], ["ngo", ""]])
def test_who_belongs_nowhere_and_whoever_keeps_the_system_have_the_strictest(
    kinds: list[str],
) -> None:
    assert strictest_of(kinds) == STRICTEST == limits(minutes=10, hours=4)


@pytest.mark.parametrize(
    ("idle", "whole", "over"),
    [(0, 0, False), (14.9, 14.9, False), (15, 15, True), (0, 479.9, False), (0, 480, True)],
)
def test_a_session_is_over_at_either_limit(idle: float, whole: float, over: bool) -> None:
    within = limits(minutes=15, hours=8)
    seen, began = NOW - idle * MINUTE, NOW - whole * MINUTE
    assert is_over(within, began_at=began, seen_at=seen, now=NOW) is over


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (CHROME, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 YaBrowser/24.1 Safari/537", "Yandex, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox, Linux"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_so_that_its_owner_knows_it(sent: str, shown: str) -> None:
    assert short_name(sent) == shown


# --- at the door ----------------------------------------------------------------------------------


def test_who_comes_back_in_time_goes_on(client: Client, cast: Cast) -> None:
    log_in(client)
    rest(client, idle=29)
    assert client.get("/").status_code == 200
    rest(client, idle=29)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "idle", "whole"),
    [("aigul", 30, 30), ("aigul", 0, 720), ("officer_kg", 15, 15), ("sysadmin", 0, 240)],
)
def test_who_comes_too_late_signs_in_again_and_is_back_on_their_page(
    client: Client, cast: Cast, name: str, idle: float, whole: float
) -> None:
    log_in(client, name)
    rest(client, idle=idle, whole=whole)
    answer = client.get("/?page=2")
    assert answer["Location"] == f"{LOGIN}?next=%2F%3Fpage%3D2"
    assert "storage" in answer["Clear-Site-Data"]
    assert "You were away for a while" in client.get(answer["Location"]).content.decode()
    assert not UserSession.objects.exists()
    answer = client.post(
        answer["Location"],
        {"login": f"{name}@example.org", "password": PASSWORD, "next": "/?page=2"},
    )
    assert answer["Location"] == "/?page=2"


def test_what_is_sent_too_late_changes_nothing_and_leads_back_to_its_form(
    client: Client, cast: Cast
) -> None:
    log_in(client)
    rest(client, idle=30)
    page = reverse("cases:add_note", kwargs={"case_id": cast.gulnaras_case.pk})
    with unchanged():
        answer = client.post(
            page, {"text": "late"}, headers={"Referer": f"http://testserver{page}"}
        )
    assert answer["Location"] == f"{LOGIN}?next={page.replace('/', '%2F')}"


@pytest.mark.parametrize("referer", ["", "https://evil.example/x", "//evil.example/"])
def test_a_strangers_page_is_no_place_to_go_back_to(
    client: Client, cast: Cast, referer: str
) -> None:
    log_in(client)
    rest(client, idle=30)
    answer = client.post("/search/", {"q": "x"}, headers={"Referer": referer})
    assert answer["Location"] == f"{LOGIN}?next=%2F"


def test_drafts_outlive_the_session(client: Client, cast: Cast) -> None:
    log_in(client)
    kept = reverse("cases:draft", kwargs={"form": "first_contact"})
    client.post(kept, {"full_name": "Наргиза Толубаева"})
    rest(client, idle=30)
    assert client.post(kept, {"full_name": "Наргиза"})["Location"].startswith(LOGIN)
    log_in(client)
    assert "Наргиза Толубаева" in client.get(reverse("cases:register")).content.decode()


def test_a_second_house_shortens_the_session_of_both(client: Client, cast: Cast) -> None:
    with for_system(reason="tests") as system:
        add_member(
            by=system, user=cast.aigul.user, organisation=cast.tb_clinic, role=Role.CLINIC_STAFF
        )
    log_in(client)
    rest(client, idle=15)
    assert client.get("/").status_code == 302


# --- what is remembered ---------------------------------------------------------------------------


def test_neither_address_nor_the_browsers_long_name_is_kept(cast: Cast) -> None:
    client = Client(headers={"User-Agent": CHROME}, REMOTE_ADDR="127.0.1.7")
    log_in(client)
    known = UserSession.objects.get()
    assert (known.ip, known.user_agent) == (sessions.NO_ADDRESS, "Chrome, Android")
    change_password(client)
    assert set(UserSession.objects.values_list("ip", flat=True)) == {sessions.NO_ADDRESS}


def test_a_session_is_written_down_once_a_minute_not_at_each_request(
    client: Client, cast: Cast
) -> None:
    log_in(client)
    client.get("/")
    before = UserSession.objects.get().last_seen_at
    with mock.patch.object(UserSession.objects, "filter") as asked:
        client.get("/")
    assert not asked.called
    rest(client, idle=1.1)
    client.get("/")
    assert UserSession.objects.get().last_seen_at > before


def test_the_key_of_a_session_changes_at_login(client: Client, cast: Cast) -> None:
    session = client.session
    session["chosen"] = "before"
    session.save()
    before = session.session_key
    log_in(client)
    assert client.session.session_key != before


# --- how it ends ----------------------------------------------------------------------------------


def change_password(client: Client) -> None:
    new = "the long way to Osh"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )


def test_signing_out_clears_the_browser(client: Client, cast: Cast) -> None:
    log_in(client)
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not client.cookies["session"].value
    assert "Clear-Site-Data" not in client.get(LOGIN)


def test_changing_the_password_ends_all_other_sessions(client: Client, cast: Cast) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    change_password(client)
    assert client.get("/").status_code == 200
    assert other.get("/")["Location"].startswith(LOGIN)


def test_one_sees_ones_sessions_and_ends_one_or_all_others(client: Client, cast: Cast) -> None:
    phone, office = Client(headers={"User-Agent": CHROME}), Client()
    for one in (client, phone, office):
        log_in(one)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Chrome, Android" in page
    assert page.count("/end/") == 2
    known = UserSession.objects.get(user_agent="Chrome, Android")
    client.post(reverse("accounts:end_session", kwargs={"key": known.pk}))
    assert phone.get("/").status_code == 302
    assert office.get("/").status_code == 200
    client.post(reverse("usersessions_list"))
    assert office.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_ends_anothers_session(client: Client, cast: Cast) -> None:
    other = Client()
    log_in(client)
    log_in(other, "timur")
    theirs = UserSession.objects.get(user=cast.timur.user)
    answer = client.post(reverse("accounts:end_session", kwargs={"key": theirs.pk}))
    assert answer.status_code == 302
    assert other.get("/").status_code == 200
