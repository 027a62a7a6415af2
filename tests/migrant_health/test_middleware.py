"""Public passwords and development pages are shown to this machine, whatever host it is called."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from migrant_health.middleware import loopback_only

HERE = ["127.0.0.1", "127.0.0.2", "::1", ""]
ELSEWHERE = ["10.0.0.7", "198.51.100.7", "::ffff:127.0.0.1", "1.127.0.0", "fe80::1"]


@pytest.fixture(params=["DEBUG", "DEMONSTRATION"])
def opened(request: pytest.FixtureRequest) -> Iterator[None]:
    with override_settings(**{"DEBUG": False, "DEMONSTRATION": False} | {request.param: True}):
        yield


def ask(address: str, **headers: str) -> tuple[int, bool]:
    """Return the status, and whether anything behind the door was reached."""
    reached = []

    def behind(request: HttpRequest) -> HttpResponse:
        reached.append(request)
        return HttpResponse("a page")

    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=address)
    return loopback_only(behind)(request).status_code, bool(reached)


@pytest.mark.parametrize("address", HERE)
def test_this_machine_gets_its_answer(opened: None, address: str) -> None:
    assert ask(address) == (200, True)


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "help.example.kz"])
def test_nobody_else_does_whatever_host_they_name(opened: None, address: str, host: str) -> None:
    assert ask(address, host=host) == (403, False)


@pytest.mark.parametrize("address", HERE)
@pytest.mark.parametrize("forwarded", ["198.51.100.7", "127.0.0.1", ""])
def test_a_proxy_on_this_machine_brings_nobody_in(
    opened: None, address: str, forwarded: str
) -> None:
    assert ask(address, x_forwarded_for=forwarded) == (403, False)


@pytest.mark.parametrize("address", HERE + ELSEWHERE)
@override_settings(DEBUG=False, DEMONSTRATION=False)
def test_a_real_site_answers_everybody_through_its_proxy(address: str) -> None:
    assert ask(address) == (200, True)
    assert ask(address, x_forwarded_for="198.51.100.7") == (200, True)
