"""What the gateway says by itself reaches the reminder: through one address, with one secret."""

import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from reminders.dispatch import send_due
from reminders.models import Reminder
from tests.cast import Cast
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import expected, let_the_hour_come, only, path_of, plan, reminders
from tests.watching import unchanged

SECRET = "a-secret-that-nobody-else-knows-0123456789"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def hooked() -> Iterator[None]:
    with override_settings(GATEWAY_HOOK_SECRET=SECRET):
        yield


@pytest.fixture
def on_its_way(cast: Cast) -> Reminder:
    """Gulnara's reminder, handed over to the gateway."""
    expected(cast)
    plan()
    let_the_hour_come()
    send_due(by="tests", gateway=FakeGateway(), seconds=5)
    return next(one for one in reminders() if one.state == "queued")


def page(answer: Any, address: str) -> str:
    """Return the page without what is of this request alone: its token and its address."""
    return TOKEN.sub("", answer.content.decode().replace(quote(address), ""))


def tell(secret: str = SECRET, **fields: str) -> Any:
    return Client().post(reverse("reminders:receipt", args=[secret]), fields)


def test_a_receipt_moves_the_reminder_and_says_ok(on_its_way: Reminder) -> None:
    answer = tell(id=on_its_way.key.hex, status="1", phone="77011234567")
    assert (answer.status_code, answer.content) == (200, b"OK")
    assert only(pk=on_its_way.pk).state == "delivered"


def test_a_failed_message_says_why(on_its_way: Reminder) -> None:
    assert tell(id=on_its_way.key.hex, status="22").status_code == 200
    failed = only(pk=on_its_way.pk)
    assert (failed.state, failed.failure) == ("failed", "wrong_number")


def test_receipts_twice_and_in_the_wrong_order_leave_what_is_true(on_its_way: Reminder) -> None:
    for status in ("1", "1", "0", "-1", "0"):
        assert tell(id=on_its_way.key.hex, status=status).status_code == 200
    assert only(pk=on_its_way.pk).state == "delivered"
    assert path_of(on_its_way)[-2:] == ["queued", "delivered"]


def test_a_key_that_nobody_knows_gets_the_same_answer(on_its_way: Reminder) -> None:
    known = tell(id=on_its_way.key.hex, status="0")
    with unchanged():
        unknown = tell(id=uuid.uuid4().hex, status="1")
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)
    assert unknown.headers.items() == known.headers.items()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "1"},
        {"id": "Gulnara", "status": "1"},
        {"id": "KEY"},
        {"id": "KEY", "status": "delivered"},
        {"id": "KEY", "status": "99"},
        {"id": "KEY", "status": "-3"},
    ],
)
def test_what_cannot_be_read_is_refused_without_an_echo(
    on_its_way: Reminder, fields: dict[str, str]
) -> None:
    sent = {name: on_its_way.key.hex if value == "KEY" else value for name, value in fields.items()}
    with unchanged():
        answer = tell(**sent)
    assert (answer.status_code, answer.content) == (400, b"")


def test_a_body_that_is_no_form_is_refused(on_its_way: Reminder) -> None:
    address = reverse("reminders:receipt", args=[SECRET])
    with unchanged():
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
            answer = Client().post(address, b'{"id": "\xff"}', content_type=kind)
            assert answer.status_code == 400
            assert b"id" not in answer.content[:40]


@pytest.mark.parametrize("secret", ["wrong", SECRET[:-1], SECRET.upper(), f"{SECRET}x", "ключ"])
def test_with_a_wrong_secret_there_is_no_such_address(on_its_way: Reminder, secret: str) -> None:
    ours, nowhere = f"/hooks/smsc/{secret}/", "/no/such/address/"
    with unchanged():
        answer = Client().post(ours, {"id": on_its_way.key.hex, "status": "1"})
        nothing = Client().post(nowhere, {"id": on_its_way.key.hex, "status": "1"})
    assert answer.status_code == nothing.status_code == 404
    assert page(answer, ours) == page(nothing, nowhere)


def test_without_a_secret_of_ours_none_fits(on_its_way: Reminder) -> None:
    with override_settings(GATEWAY_HOOK_SECRET=""), unchanged():
        assert tell(SECRET, id=on_its_way.key.hex, status="1").status_code == 404
        assert Client().post("/hooks/smsc//", {"status": "1"}).status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete", "options", "head"])
def test_it_is_for_post_only_and_nobody_without_the_secret_learns_that(
    db: None, method: str
) -> None:
    ask = getattr(Client(), method)
    assert ask(reverse("reminders:receipt", args=[SECRET])).status_code == 405
    assert ask(reverse("reminders:receipt", args=["wrong"])).status_code == 404


def test_it_needs_no_token_against_forged_forms_and_no_session(on_its_way: Reminder) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = reverse("reminders:receipt", args=[SECRET])
    answer = strict.post(address, {"id": on_its_way.key.hex, "status": "1"})
    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_neither_the_secret_nor_a_phone_nor_a_key_gets_into_a_log(
    on_its_way: Reminder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    key = on_its_way.key.hex
    tell(id=key, status="1", phone="77011234567", mes="Ертең")
    tell(id="77011234567", status="1")
    tell(id=key, status="unreadable", phone="77011234567")
    Client().get(reverse("reminders:receipt", args=[SECRET]))
    assert "/hooks/smsc/" in caplog.text
    for hidden in (SECRET, "7011234567", key, str(on_its_way.key), "Ертең"):
        assert hidden not in caplog.text
