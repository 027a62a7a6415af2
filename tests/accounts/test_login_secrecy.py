"""No answer says whether an account exists; guessing is slowed down, honest people are not."""

import datetime
import re
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD, Cast
from tests.logins import code, give_app, log_in_fresh

pytestmark = pytest.mark.usefixtures("english_browsers")

LOGIN, RESET = "/accounts/login/", "/accounts/reset/"
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|value="[^"]*@example.org"')
NEW = "the long way to Osh"


@pytest.fixture
def asked(cast: Cast) -> dict[str, str]:
    """One address of each kind: timur's user was switched off."""
    User.objects.filter(pk=cast.timur.user_id).update(is_active=False)
    return {kind: f"{kind}@example.org" for kind in ("aigul", "nadir", "timur")}


@pytest.fixture
def hashed() -> Iterator[list[str]]:
    """Passwords whose hash was computed."""
    done: list[str] = []
    original = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return str(original(self, password, salt))

    with mock.patch.object(MD5PasswordHasher, "encode", encode):
        yield done


def told(answer: Any) -> tuple[int, str, bytes]:
    kept = {name: value for name, value in answer.items() if name != "Expires"}
    return answer.status_code, str(sorted(kept.items())), NOISE.sub(b"", answer.content)


def attempt(login: str, password: str, *, ip: str = "127.0.1.7") -> Any:
    return Client(REMOTE_ADDR=ip).post(LOGIN, {"login": login, "password": password})


# --- the same answers -----------------------------------------------------------------------------


def test_a_wrong_password_gets_the_same_answer_and_work_for_any_address(
    asked: dict[str, str], hashed: list[str]
) -> None:
    answers, work = set(), set()
    for number, address in enumerate(asked.values()):
        hashed.clear()
        answers.add(told(attempt(address, "wrong wrong wrong", ip=f"127.0.1.{number}")))
        work.add(tuple(hashed))
    assert len(answers) == 1
    assert work == {("wrong wrong wrong",)}


def test_who_was_switched_off_gets_the_answer_of_a_wrong_password(asked: dict[str, str]) -> None:
    right = attempt(asked["timur"], PASSWORD, ip="127.0.1.1")
    wrong = attempt(asked["nadir"], PASSWORD, ip="127.0.1.2")
    assert told(right) == told(wrong)


def test_asking_for_a_new_password_says_the_same_to_any_address(asked: dict[str, str]) -> None:
    answers, letters = set(), []
    for number, address in enumerate(asked.values()):
        client = Client(REMOTE_ADDR=f"127.0.1.{number}")
        before = len(mail.outbox)
        sent = told(client.post(RESET, {"email": address}))
        answers.add((sent, told(client.get("/accounts/reset/sent/"))))
        letters.append(len(mail.outbox) - before)
    assert len(answers) == 1
    # One letter each, so that none takes longer; only its reader learns what stands in it.
    assert letters == [1, 1, 1]
    assert ["/reset/key/" in one.body for one in mail.outbox] == [True, False, False]


def test_a_limit_reached_says_the_same_for_any_address(asked: dict[str, str]) -> None:
    answers = set()
    for number, address in enumerate(asked.values()):
        for _ in range(6):
            answer = attempt(address, "wrong wrong wrong", ip=f"127.0.1.{number}")
        answers.add(told(answer))
    assert len(answers) == 1
    assert b"Please wait five minutes and try again." in answers.pop()[2]


def test_proving_oneself_again_does_the_work_of_a_login(
    client: Client, cast: Cast, hashed: list[str]
) -> None:
    client.force_login(cast.aigul.user)
    client.post(reverse("account_reauthenticate"), {"password": "wrong wrong"})
    assert hashed == ["wrong wrong"]


# --- limits ---------------------------------------------------------------------------------------


def test_guessing_from_one_address_locks_nobody_out_elsewhere(cast: Cast) -> None:
    for _ in range(6):
        attempt("aigul@example.org", "wrong wrong wrong", ip="127.0.2.9")
    assert attempt("aigul@example.org", PASSWORD, ip="127.0.2.9").status_code == 200
    assert attempt("aigul@example.org", PASSWORD, ip="127.0.1.7").status_code == 302


def test_the_limit_is_over_after_five_minutes(cast: Cast) -> None:
    for _ in range(5):
        attempt("aigul@example.org", "wrong wrong wrong")
    assert attempt("aigul@example.org", PASSWORD).status_code == 200
    later = time.time() + 301
    with mock.patch("allauth.core.internal.ratelimit.time.time", return_value=later):
        assert attempt("aigul@example.org", PASSWORD).status_code == 302


def test_right_passwords_count_for_nothing(cast: Cast) -> None:
    assert {attempt("aigul@example.org", PASSWORD).status_code for _ in range(8)} == {302}


def test_one_address_guessing_through_a_list_is_stopped(cast: Cast) -> None:
    answers = [attempt(f"nobody{n}@example.org", "wrong wrong wrong") for n in range(21)]
    assert "Please wait five minutes" not in answers[19].content.decode()
    assert "Please wait five minutes" in answers[20].content.decode()


def test_codes_of_the_second_step_are_counted_by_account_from_wherever(cast: Cast) -> None:
    give_app(cast.aigul.user)
    for number in range(6):
        client = Client(REMOTE_ADDR=f"127.0.2.{number}")
        client.post(LOGIN, {"login": "aigul@example.org", "password": PASSWORD})
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Please wait five minutes" in answer.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get("/").status_code == 302


def test_a_member_who_types_their_password_wrong_too_often_is_told_to_wait(
    client: Client, cast: Cast
) -> None:
    log_in_fresh(client, cast.aigul.user)
    for _ in range(11):
        answer = client.post(reverse("account_reauthenticate"), {"password": "wrong wrong"})
    assert answer.status_code == 429
    assert "Nothing is locked" in answer.content.decode()


# --- a new password by letter ---------------------------------------------------------------------


def link(client: Client, address: str = "aigul@example.org") -> str:
    client.post(RESET, {"email": address})
    (found,) = re.findall(r"http://testserver(/accounts/reset/key/\S+)", str(mail.outbox[-1].body))
    return str(found)


def choose(client: Client, address: str, password: str = NEW) -> Any:
    """Follow the link and set a password; the link's own secret leaves the address first."""
    page = client.get(address)
    if page.status_code != 302:
        return page
    assert address.split("-", 1)[1].strip("/") not in page["Location"]
    return client.post(page["Location"], {"password1": password, "password2": password})


def test_the_link_of_the_letter_sets_a_password_once(client: Client, cast: Cast) -> None:
    logged_in = Client()
    log_in_fresh(logged_in, cast.aigul.user)
    address = link(client)
    assert choose(client, address)["Location"] == "/accounts/reset/done/"
    assert client.get("/accounts/reset/done/").status_code == 200
    assert logged_in.get("/").status_code == 302
    assert attempt("aigul@example.org", NEW).status_code == 302
    assert "older than one hour" in choose(Client(), address).content.decode()
    assert "пароль изменён" in mail.outbox[-1].body


def test_the_link_is_worth_nothing_after_an_hour(client: Client, cast: Cast) -> None:
    address = link(client)
    clock = "django.contrib.auth.tokens.PasswordResetTokenGenerator._now"
    with mock.patch(clock, return_value=datetime.datetime.now() + datetime.timedelta(minutes=61)):  # noqa: DTZ005
        assert "older than one hour" in choose(client, address).content.decode()
    assert attempt("aigul@example.org", PASSWORD).status_code == 302


def test_a_new_password_does_not_pass_by_the_second_step(client: Client, cast: Cast) -> None:
    give_app(cast.aigul.user)
    choose(client, link(client))
    assert client.get("/").status_code == 302
    assert attempt("aigul@example.org", NEW)["Location"] == reverse("mfa_authenticate")


def test_a_password_of_ones_own_name_is_refused_by_the_link_too(client: Client, cast: Cast) -> None:
    answer = choose(client, link(client), "aigul forever and ever")
    assert answer.status_code == 200
    assert attempt("aigul@example.org", PASSWORD).status_code == 302


def test_a_letter_that_cannot_leave_changes_no_answer(
    asked: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError("aigul@x says no")):
        answers = {told(Client().post(RESET, {"email": one})) for one in asked.values()}
    assert len(answers) == 1
    assert "aigul" not in caplog.text
    assert "could not be sent: OSError" in caplog.text
