"""`./run` and where its messages go: to a simulator, unless somebody names a gateway."""

import http.client
import json
import os
import re
import signal
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from migrant_health.embedded import messages, ports
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.programs import table
from tests.migrant_health.small_site import SmallSite, eventually

TOLD = re.compile(r"^Messages go to a simulator: (http://127\.0\.0\.1:\d+)/$", re.MULTILINE)
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(port: int, path: str) -> str:
    """Return the body of a page on this machine, empty where nobody answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except OSError:
            return ""


def simulator_of(site: SmallSite) -> str:
    found = TOLD.search(site.said)
    assert found, site.said
    return found[1]


@pytest.mark.serial
def test_the_demonstration_has_a_gateway_that_lives_dies_and_stops_with_the_site(
    site: SmallSite,
) -> None:
    started = site.start()
    address = simulator_of(site)
    port = urllib.parse.urlsplit(address).port
    assert port not in {None, site.port}
    assert eventually(lambda: "No message has arrived yet" in get(port or 0, "/"))

    known = json.loads(get(site.port, "/gateway"))
    assert known["GATEWAY_URL"] == address
    secret = known["GATEWAY_HOOK_SECRET"]
    assert len(secret) > 40
    receipts = f"http://127.0.0.1:{site.port}/hooks/smsc/{secret}/"
    assert known["GATEWAY_RECEIPTS_URL"] == receipts
    assert json.loads(site.run("manage", "tell").stdout)["gateway"] == []

    form = {"login": "a", "psw": "b", "phones": "+77011234577", "mes": "once", "id": "one"}
    with DIRECTLY.open(f"{address}/sys/send.php", urllib.parse.urlencode(form).encode()) as answer:
        assert json.load(answer)["id"] == "one"
    killed = site.noted("program-simulator")
    os.kill(killed, signal.SIGKILL)
    # On the same port, and with what it took before.
    assert eventually(lambda: '"once"' in get(port or 0, "/messages.json"))
    assert site.noted("program-simulator") != killed

    assert site.stop(started) == 0
    assert site.processes() == []
    assert get(port or 0, "/") == ""


@pytest.mark.serial
def test_a_named_gateway_is_used_and_no_simulator_runs(site: SmallSite) -> None:
    started = site.start(GATEWAY_URL="https://gateway.example", GATEWAY_LOGIN="komek")
    assert "simulator" not in site.said
    known = json.loads(get(site.port, "/gateway"))
    assert known == {"GATEWAY_URL": "https://gateway.example", "GATEWAY_LOGIN": "komek"}
    assert site.stop(started) == 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.prepare()
    return made


DEMONSTRATION = {"DEMONSTRATION": "1", "PORT": "8000"}


def test_secret_and_port_are_the_same_at_the_next_start(checkout: Checkout) -> None:
    first = messages.for_site(checkout, DEMONSTRATION)
    assert messages.for_site(checkout, DEMONSTRATION) == first
    assert (checkout.secrets / "gateway_hook").stat().st_mode & 0o777 == 0o600


def test_the_secret_stands_in_no_command_line(checkout: Checkout) -> None:
    environment = messages.for_site(checkout, DEMONSTRATION)
    *others, last = table(checkout, environment)
    assert [program.name for program in others] == ["web", "worker", "beat"]
    assert last.name == "simulator"
    assert environment["GATEWAY_HOOK_SECRET"] not in " ".join(last.command(checkout))


@pytest.mark.parametrize(
    "given",
    [
        {"DEMONSTRATION": "0"},
        {"DEMONSTRATION": ""},
        {"GATEWAY_URL": "https://gateway.example"},
        # None at all, said on purpose.
        {"GATEWAY_URL": ""},
        {"GATEWAY_URL_FILE": "/run/secrets/gateway"},
    ],
)
def test_outside_the_demonstration_or_with_a_gateway_of_its_own_nothing_is_added(
    checkout: Checkout, given: dict[str, str]
) -> None:
    environment = DEMONSTRATION | given
    assert messages.for_site(checkout, environment) == environment
    stray = environment | {"GATEWAY_RECEIPTS_URL": "http://127.0.0.1/"}
    assert messages.for_site(checkout, stray) == environment
    names = [program.name for program in table(checkout, messages.for_site(checkout, stray))]
    assert names == ["web", "worker", "beat"]


def test_what_belongs_to_another_gateway_does_not_reach_the_simulator(checkout: Checkout) -> None:
    mixed = DEMONSTRATION | {"GATEWAY_PASSWORD_FILE": "/run/secrets/password"}
    environment = messages.for_site(checkout, mixed)
    assert "GATEWAY_PASSWORD_FILE" not in environment
    assert environment["GATEWAY_PASSWORD"]


def test_the_web_servers_port_is_never_given_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, web, other = tmp_path / "port", ports.choose(), ports.choose()
    note.write_text(f"{web}\n", encoding="ascii")
    offers = iter([web, web, other])
    monkeypatch.setattr(ports, "choose", lambda: next(offers))
    assert ports.remembered(note, but_not=web) == other
