"""The gateway's simulator: a process that takes messages like smsc.kz and forgets none."""

import json
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request

import pytest
from django.test import override_settings

from migrant_health.embedded import ports
from reminders.gateway import Answer, Failure, InDoubt, Message, NotAccepted, Status
from reminders.smsc import Smsc
from tests.reminders.processes import DIRECTLY, Simulator, eventually, simulator

TEXT = "Эртең саат 10до күтөбүз"


class Site:
    """Takes receipts as the site would; it may be away at first."""

    def __init__(self) -> None:
        self.told: dict[str, list[int]] = defaultdict(list)
        self.refusals = 0
        site = self

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = {name: values[0] for name, values in parse_qs(body).items()}
                site.refusals -= 1
                if site.refusals < 0:
                    site.told[fields["id"]].append(int(fields["status"]))
                self.send_response(503 if site.refusals >= 0 else 200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook/"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Simulator]:
    with simulator(tmp_path_factory.mktemp("simulator"), receipts=site.address) as made:
        yield made


def gateway(running: Simulator) -> Smsc:
    return Smsc(running.address, "komek", "a password of nobody")


def message(ending: str, text: str = TEXT) -> Message:
    return Message(uuid.uuid4(), f"+770112345{ending}", text)


def taken(running: Simulator, sent: Message) -> list[dict[str, Any]]:
    return [one for one in running.written if one["id"] == sent.key.hex]


def test_an_ordinary_phone_gets_its_message_and_both_receipts(
    running: Simulator, site: Site
) -> None:
    sent = message("77")
    assert gateway(running).send(sent) == Answer(Status.QUEUED)
    assert gateway(running).ask(sent.key, sent.phone).status in {Status.QUEUED, Status.SENT}
    eventually(lambda: site.told[sent.key.hex] == [0, 1])
    assert gateway(running).ask(sent.key, sent.phone) == Answer(Status.DELIVERED)
    [one] = taken(running, sent)
    assert (one["phone"], one["text"]) == ("77011234577", TEXT)


def test_a_key_it_does_not_know_or_of_another_phone_is_unknown(running: Simulator) -> None:
    sent = message("77")
    assert gateway(running).ask(sent.key, sent.phone) == Answer(Status.UNKNOWN)
    gateway(running).send(sent)
    assert gateway(running).ask(sent.key, "+77010000000") == Answer(Status.UNKNOWN)


def test_it_does_not_refuse_the_same_key_twice(running: Simulator) -> None:
    sent = message("77")
    gateway(running).send(sent)
    gateway(running).send(sent)
    assert len(taken(running, sent)) == 2


def test_knowing_keys_it_takes_each_only_once(tmp_path: Path) -> None:
    sent = message("77")
    with simulator(tmp_path, "--knows-keys") as running:
        answers = [gateway(running).send(sent) for _ in range(2)]
        assert answers == [Answer(Status.QUEUED)] * 2
        assert len(taken(running, sent)) == 1


def test_a_slow_phone_is_answered_after_three_seconds(running: Simulator) -> None:
    began = time.monotonic()
    gateway(running).send(message("01"))
    assert 2.9 < time.monotonic() - began < 5


def test_a_phone_slower_than_our_patience_gets_its_message_all_the_same(running: Simulator) -> None:
    sent = message("02")
    with override_settings(GATEWAY_TIMEOUT=0.5), pytest.raises(InDoubt):
        gateway(running).send(sent)
    eventually(lambda: len(taken(running, sent)) == 1)
    eventually(lambda: gateway(running).ask(sent.key, sent.phone).status is Status.DELIVERED)


def test_a_wrong_number_is_refused_inside_an_ordinary_answer(running: Simulator) -> None:
    for sent in (message("03"), Message(uuid.uuid4(), "12", TEXT)):
        with pytest.raises(NotAccepted) as refused:
            gateway(running).send(sent)
        assert (refused.value.failure, refused.value.is_final) == (Failure.WRONG_NUMBER, True)
        assert taken(running, sent) == []


def test_without_money_at_first_it_takes_the_message_at_the_second_try(running: Simulator) -> None:
    sent = message("04")
    with pytest.raises(NotAccepted) as refused:
        gateway(running).send(sent)
    assert refused.value.failure is Failure.NO_FUNDS
    assert gateway(running).send(sent) == Answer(Status.QUEUED)
    assert len(taken(running, sent)) == 1


def test_receipts_may_come_twice_and_in_the_wrong_order(running: Simulator, site: Site) -> None:
    sent = message("05")
    gateway(running).send(sent)
    eventually(lambda: site.told[sent.key.hex] == [1, 1, 0, 0])


def test_a_phone_may_never_be_reached(running: Simulator, site: Site) -> None:
    sent = message("06")
    gateway(running).send(sent)
    eventually(lambda: site.told[sent.key.hex] == [0, 20])
    failed = Answer(Status.FAILED, Failure.UNREACHABLE)
    assert gateway(running).ask(sent.key, sent.phone) == failed


def test_without_an_account_nothing_is_taken(running: Simulator) -> None:
    sent = message("77")
    nobody = Smsc(running.address, "", "")
    with pytest.raises(NotAccepted):
        nobody.send(sent)
    with pytest.raises(InDoubt):
        nobody.ask(sent.key, sent.phone)
    assert taken(running, sent) == []


def test_receipts_are_given_again_while_the_site_is_away(running: Simulator, site: Site) -> None:
    sent = message("77")
    site.refusals = 3
    gateway(running).send(sent)
    eventually(lambda: sorted(site.told[sent.key.hex]) == [0, 1], patience=15)


def test_forgetful_it_gives_no_receipt_and_answers_when_asked(tmp_path: Path, site: Site) -> None:
    sent = message("77")
    with simulator(tmp_path, "--forgetful", receipts=site.address) as running:
        gateway(running).send(sent)
        eventually(lambda: gateway(running).ask(sent.key, sent.phone).status is Status.DELIVERED)
    assert site.told[sent.key.hex] == []


def test_killed_hard_it_knows_afterwards_what_it_took_and_tells_it_again(
    tmp_path: Path, site: Site
) -> None:
    sent = message("77")
    with simulator(tmp_path, receipts=site.address) as running:
        gateway(running).send(sent)
        running.process.kill()
        # Half a line: it died while it wrote, and nobody got an answer.
        with running.book.open("a", encoding="utf-8") as file:
            file.write('{"id": "half')
        running.start()
        assert [one["id"] for one in running.messages] == [sent.key.hex]
        eventually(lambda: {0, 1} <= set(site.told[sent.key.hex]))
        another = message("77")
        gateway(running).send(another)
        assert [one["id"] for one in running.written] == [sent.key.hex, another.key.hex]


def test_asked_to_stop_it_stops_without_a_word(tmp_path: Path) -> None:
    with simulator(tmp_path) as running:
        assert running.process.end() == 0
        assert running.process.log.read_text(encoding="utf-8") == ""


def test_the_page_shows_what_arrived_newest_first_and_harmless(tmp_path: Path) -> None:
    with simulator(tmp_path) as running:
        assert "No message has arrived yet" in running.get("/")
        older, newer = message("77", "the older one"), message("77", "<script>x</script> & more")
        never = message("06", "the one that never arrives")
        for sent in (older, newer, never):
            gateway(running).send(sent)
        eventually(lambda: running.get("/").count("<article>") == 2)
        page = running.get("/")
        assert "<script" not in page
        assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in page
        assert page.index("&amp; more") < page.index("the older one")
        assert "the one that never arrives" not in page
        statuses = {one["text"]: one["status"] for one in json.loads(running.get("/messages.json"))}
        assert statuses["the older one"] == 1


@pytest.mark.parametrize("path", ["/", "/messages.json"])
def test_a_foreign_page_reads_nothing_under_a_name_that_leads_here(
    running: Simulator, path: str
) -> None:
    asked = Request(running.address + path, headers={"Host": "elsewhere.example"})
    with pytest.raises(HTTPError, match="403") as refused:
        DIRECTLY.open(asked, timeout=5)
    refused.value.close()


def test_other_addresses_and_endless_forms_are_refused(running: Simulator) -> None:
    for asked in (
        Request(running.address + "/else"),
        Request(running.address + "/sys/balance.php", data=b"login=a"),
        Request(running.address + "/sys/send.php", data=b"x" * 70_000),
    ):
        with pytest.raises((HTTPError, ConnectionError)) as refused:
            DIRECTLY.open(asked, timeout=5)
        if isinstance(refused.value, HTTPError):
            refused.value.close()


def test_it_listens_on_this_machine_only(running: Simulator) -> None:
    listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    assert f"0100007F:{running.port:04X} 00000000:0000 0A" in listening
    assert f"00000000:{running.port:04X} " not in listening
    assert not ports.is_free(running.port)
