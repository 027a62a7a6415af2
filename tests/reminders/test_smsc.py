"""What every answer of smsc.kz, and every silence, means to us."""

import json
import logging
import socket
import time
import traceback
import urllib.parse
import uuid
from collections.abc import Iterator

import pytest
from django.test import override_settings

from migrant_health.embedded import ports
from reminders import carriers, exchange
from reminders.gateway import Answer, Failure, InDoubt, Message, NotAccepted, Status
from reminders.smsc import REFUSALS, STATUSES, Smsc
from tests.reminders import bad_gateway as bad

KEY = uuid.UUID("019311c2-6f2b-7c80-9d3e-0123456789ab")
PHONE, TEXT = "+77011234567", "Ертең сағат 10-да күтеміз"
MESSAGE = Message(KEY, PHONE, TEXT)
LIMIT = 1.0


@pytest.fixture(autouse=True)
def short_patience() -> Iterator[None]:
    with override_settings(GATEWAY_TIMEOUT=LIMIT):
        yield


def smsc(address: str) -> Smsc:
    return Smsc(address, "komek", "a password of nobody")


def send_to(badness: bad.Badness) -> Answer:
    with bad.bad_gateway(badness) as gateway:
        return smsc(gateway.address).send(MESSAGE)


def ask_of(badness: bad.Badness) -> Answer:
    with bad.bad_gateway(badness) as gateway:
        return smsc(gateway.address).ask(KEY, PHONE)


def saying(**answer: object) -> bad.Badness:
    return bad.saying(json.dumps(answer).encode())


def test_an_accepted_message_is_queued_under_our_own_key() -> None:
    with bad.bad_gateway(saying(id=KEY.hex, cnt=1)) as gateway:
        assert smsc(gateway.address).send(MESSAGE) == Answer(Status.QUEUED)
    form = dict(urllib.parse.parse_qsl(gateway.asked[0].decode()))
    assert form == {
        "login": "komek",
        "psw": "a password of nobody",
        "phones": PHONE,
        "mes": TEXT,
        "id": "019311c26f2b7c809d3e0123456789ab",
        "fmt": "3",
        "charset": "utf-8",
    }


@pytest.mark.parametrize("code", REFUSALS)
def test_an_error_inside_a_success_means_that_nothing_was_sent(code: int) -> None:
    with pytest.raises(NotAccepted) as refused:
        send_to(saying(error="words of theirs", error_code=code))
    assert (refused.value.failure, refused.value.is_final) == REFUSALS[code]


def test_no_money_and_a_wrong_password_can_be_put_right_and_a_wrong_number_cannot() -> None:
    assert REFUSALS[3] == (Failure.NO_FUNDS, False)
    assert REFUSALS[2] == (Failure.OTHER, False)
    assert REFUSALS[7] == (Failure.WRONG_NUMBER, True)


@pytest.mark.parametrize("code", [9, 10, "nine", None])
def test_an_error_that_the_same_message_accepted_before_may_cause_is_a_doubt(code: object) -> None:
    with pytest.raises(InDoubt):
        send_to(saying(error="words of theirs", error_code=code))


@pytest.mark.parametrize(
    "badness",
    [
        bad.saying(b'{"id": "1", "cnt": 1}', "500 Internal Server Error"),
        bad.saying(b'{"id": "1", "cnt": 1}', "503 Service Unavailable"),
        bad.saying(b"", "302 Found"),
        bad.saying(b"<html>busy</html>"),
        bad.saying(b"\xff\xfe"),
        bad.saying(b"[" * 60_000),
        bad.saying(b"[]"),
        bad.saying(b"{}"),
        bad.saying(b""),
        bad.hanging_up,
        bad.hanging_up_halfway,
        bad.silent,
        bad.trickling_head,
        bad.trickling_body,
        bad.flooding,
    ],
)
def test_whatever_else_it_answers_is_a_doubt_and_known_in_time(badness: bad.Badness) -> None:
    began = time.monotonic()
    with pytest.raises(InDoubt):
        send_to(badness)
    with pytest.raises(InDoubt):
        ask_of(badness)
    assert time.monotonic() - began < 2 * LIMIT + 1


def test_where_nobody_listens_nothing_was_sent_and_it_is_worth_another_try() -> None:
    away = smsc(f"http://127.0.0.1:{ports.choose()}")
    with pytest.raises(NotAccepted) as refused:
        away.send(MESSAGE)
    assert (refused.value.failure, refused.value.is_final) == (Failure.OTHER, False)
    with pytest.raises(InDoubt):
        away.ask(KEY, PHONE)


def test_a_name_that_is_not_found_is_a_gateway_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotAccepted):
        smsc("http://gateway.invalid").send(MESSAGE)


def test_a_message_given_up_does_not_go_out_later_after_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = socket.getaddrinfo

    def slow_name_server(*given: object, **named: object) -> object:
        time.sleep(LIMIT + 0.5)
        return find(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow_name_server)
    with bad.bad_gateway(saying(id=KEY.hex, cnt=1)) as gateway:
        began = time.monotonic()
        with pytest.raises(InDoubt):
            smsc(gateway.address).send(MESSAGE)
        assert time.monotonic() - began < LIMIT + 0.4
        time.sleep(1.0)
        assert gateway.asked == []


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_of_theirs_has_one_meaning(status: int) -> None:
    assert ask_of(saying(status=status, last_timestamp=1)) == STATUSES[status]
    assert ask_of(saying(status=str(status))) == STATUSES[status]


def test_only_a_key_that_is_not_found_was_never_sent() -> None:
    unknown = [status for status, answer in STATUSES.items() if answer.status is Status.UNKNOWN]
    assert unknown == [-3]
    failed = {answer.failure for answer in STATUSES.values() if answer.status is Status.FAILED}
    assert Failure.NONE not in failed


@pytest.mark.parametrize("answer", [{"error": "x", "error_code": 9}, {"status": 99}, {}])
def test_a_question_without_a_known_answer_is_a_doubt(answer: dict[str, object]) -> None:
    with pytest.raises(InDoubt):
        ask_of(saying(**answer))


def test_neither_phone_nor_text_nor_password_gets_into_logs_or_exceptions(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told = repr(smsc("http://gateway.invalid"))
    for badness in (bad.hanging_up, bad.saying(TEXT.encode()), bad.saying(b"", "500 No")):
        with pytest.raises(InDoubt) as doubt:
            send_to(badness)
        told += "".join(traceback.format_exception(doubt.value))
    with pytest.raises(NotAccepted) as refused:
        smsc(f"http://127.0.0.1:{ports.choose()}").send(MESSAGE)
    told += "".join(traceback.format_exception(refused.value)) + caplog.text
    assert "gateway" in told
    for secret in ("7011234567", TEXT, urllib.parse.quote(TEXT), "a password", "a+password"):
        assert secret not in told


def test_proxies_of_the_surroundings_see_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{ports.choose()}")
    monkeypatch.delenv("no_proxy", raising=False)
    assert send_to(saying(id=KEY.hex)) == Answer(Status.QUEUED)


def test_the_body_of_a_form_can_be_read_in_parts() -> None:
    body = exchange.TimelyBody({"a": "1", "b": "2"}, time.monotonic() + 5)
    assert [len(body), body.read(3), body.read(), body.read()] == [7, b"a=1", b"&b=2", b""]


def test_without_an_address_there_is_no_gateway() -> None:
    with override_settings(GATEWAY_URL=""):
        assert carriers.from_settings() is None
    with override_settings(GATEWAY_URL="https://smsc.kz/", GATEWAY_LOGIN="a", GATEWAY_PASSWORD="b"):
        assert carriers.from_settings() == Smsc("https://smsc.kz", "a", "b")
