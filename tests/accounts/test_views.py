"""One's own account: language, organisation acted for, the way in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import for_system
from accounts.actions import add_member, suspend_member
from accounts.middleware import SESSION_KEY
from accounts.models import Membership, User
from accounts.permissions import Role
from tests.cast import PASSWORD, Cast
from tests.watching import unchanged

LANGUAGE = "/accounts/language/"


@pytest.fixture
def second(cast: Cast) -> Membership:
    """Aigul helps out at Tirek too."""
    with for_system(reason="tests") as system:
        return add_member(
            by=system, user=cast.aigul.user, organisation=cast.tirek, role=Role.CASEWORKER
        )


def test_who_is_not_logged_in_is_sent_to_the_login_page(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_member_logs_in_by_address_and_password(client: Client, cast: Cast) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "aigul@example.org", "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Client, cast: Cast
) -> None:
    texts = []
    for login in ("aigul@example.org", "nobody@example.org"):
        answer = client.post(reverse("account_login"), {"login": login, "password": "wrong wrong"})
        assert answer.status_code == 200
        texts.append([str(error) for error in answer.context["form"].non_field_errors()])
    assert texts[0] == texts[1] != []


def test_a_suspended_member_is_refused_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    assert client.get("/").status_code == 200
    suspend_member(by=cast.madina, membership=cast.aigul.membership)
    assert client.get("/").status_code == 403


def test_a_user_switched_off_is_logged_out_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    User.objects.filter(pk=cast.aigul.user_id).update(is_active=False)
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_language_chosen_is_spoken_kept_and_leads_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    answer = client.post(LANGUAGE, {"language": "ky", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.cookies["language"].value == "ky"
    assert User.objects.get(pk=cast.aigul.user_id).language == "ky"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_a_language_switch_leads_nowhere_else(client: Client, db: None, address: str) -> None:
    answer = client.post(LANGUAGE, {"language": "ky", "next": address})
    assert answer["Location"] == "/"


def test_a_language_nobody_speaks_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    with unchanged():
        client.post(LANGUAGE, {"language": "xx", "next": "/"})
    assert client.cookies["language"].value == "ru"


def test_acting_for_another_of_ones_organisations_is_a_visible_switch(
    client: Client, cast: Cast, second: Membership
) -> None:
    client.force_login(cast.aigul.user)
    assert "Komek" in client.get("/").content.decode()
    client.post(reverse("accounts:act_for"), {"membership": second.pk})
    assert client.session[SESSION_KEY] == str(second.pk)
    assert "Tirek" in client.get("/").content.decode()


def test_nobody_acts_for_an_organisation_that_is_not_theirs(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    client.post(reverse("accounts:act_for"), {"membership": cast.timur.membership.pk})
    page = client.get("/")
    assert page.status_code == 200
    assert "Tirek" not in page.content.decode()


def test_a_page_is_kept_in_no_cache(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    assert client.get("/")["Cache-Control"] == "no-store, private"
