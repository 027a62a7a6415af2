"""Is it still the member who sits there: what is fresh, and what happens to what was typed."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts import fresh as module
from accounts.fresh import fresh, is_fresh
from accounts.gate import requires
from accounts.permissions import Permission
from migrant_health import urls
from tests.cast import PASSWORD, Cast
from tests.logins import code, give_app, log_in_fresh, prove

done: list[dict[str, list[str]]] = []


@requires(Permission.OWN_ACCOUNT)
@fresh
def act(request: HttpRequest) -> HttpResponse:
    """Do something dangerous with what was typed."""
    if request.method == "POST":
        done.append(dict(request.POST.lists()))
    return HttpResponse("shown")


urlpatterns = [path("danger/", act, name="danger"), *urls.urlpatterns]
TYPED = {"reason": "Ауырып қалды", "who": ["a", "b"]}


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    done.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_who_has_just_logged_in_is_not_asked(client: Client, cast: Cast) -> None:
    log_in_fresh(client, cast.aigul.user)
    assert client.get("/danger/").content == b"shown"
    client.post("/danger/", TYPED)
    assert done == [{"reason": ["Ауырып қалды"], "who": ["a", "b"]}]


@pytest.mark.parametrize("ago", [module.FRESH_FOR + 1, 10**6])
def test_who_opens_the_page_late_is_asked_and_comes_back(
    client: Client, cast: Cast, ago: float
) -> None:
    client.force_login(cast.aigul.user)
    prove(client, cast.aigul.user, ago=ago)
    answer = client.get("/danger/?page=2")
    assert answer["Location"] == "/accounts/again/?next=%2Fdanger%2F%3Fpage%3D2"
    answer = client.post(answer["Location"], {"password": PASSWORD, "next": "/danger/?page=2"})
    assert answer["Location"] == "/danger/?page=2"
    assert client.get(answer["Location"]).content == b"shown"


def test_who_sends_a_form_late_keeps_what_they_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    page = client.post("/danger/", TYPED).content.decode()
    assert not done
    assert 'name="reason" value="Ауырып қалды"' in page
    assert page.count('name="who"') == 2
    assert "reason" not in str(dict(client.session))
    answer = client.post("/danger/", TYPED | {"prove-password": PASSWORD})
    assert answer.content == b"shown"
    assert done == [{"reason": ["Ауырып қалды"], "who": ["a", "b"]}]
    assert client.get("/danger/").content == b"shown"


def test_a_wrong_password_does_nothing_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.aigul.user)
    page = client.post("/danger/", TYPED | {"prove-password": "wrong wrong"}).content.decode()
    assert not done
    assert 'value="Ауырып қалды"' in page
    assert "wrong wrong" not in page


def test_who_has_a_second_factor_is_asked_for_it_not_for_the_password(
    client: Client, cast: Cast
) -> None:
    give_app(cast.aigul.user)
    log_in_fresh(client, cast.aigul.user)
    client.post("/danger/", TYPED | {"prove-password": PASSWORD})
    assert not done
    client.post("/danger/", TYPED | {"prove-code": code()})
    assert len(done) == 1


def test_a_code_of_a_moment_ago_is_fresh_and_a_stranger_never_is(
    client: Client, cast: Cast
) -> None:
    give_app(cast.aigul.user)
    client.force_login(cast.aigul.user)
    prove(client, cast.aigul.user, method="mfa")
    assert client.get("/danger/").content == b"shown"
    prove(client, cast.timur.user, method="mfa")
    assert client.get("/danger/").status_code == 302


def test_nobody_at_all_is_not_fresh(client: Client, db: None) -> None:
    request = client.get("/accounts/login/").wsgi_request
    assert not is_fresh(request)
