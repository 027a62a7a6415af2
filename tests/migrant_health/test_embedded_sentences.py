"""What goes wrong on other people's machines, and the sentence it becomes."""

import importlib.util
import io
import os
import signal
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from migrant_health.embedded import browser, environment, healthz, outside, ports, restarts
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.children import rotate, spawn, stop
from migrant_health.embedded.console import Console
from migrant_health.embedded.packages import explain
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.programs import Program
from migrant_health.embedded.supervisor import Supervisor


def test_where_debian_left_ensurepip_out_the_line_to_type_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Problem, match="apt-get install -y python3-venv"):
        environment.refuse_without_ensurepip()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("NewConnectionError: <...>: Failed to establish", "cannot be reached"),
        ("ERROR: Package 'x' requires a different Python", "requires a different Python"),
    ],
)
def test_what_pip_said_becomes_one_sentence(said: str, told: str) -> None:
    sentence = explain(f"Collecting x\n{said}\n")
    assert told in sentence
    assert "\n" not in sentence


def test_a_full_disk_is_told_apart_from_damage(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    assert "the disk is full" in checkout.damage(OSError(28, "No space left on device"))
    (tmp_path / "var").mkdir()
    assert "mv var var.aside" in checkout.damage(OSError(13, "Permission denied"))


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8000x", "٣"])
def test_a_port_is_a_number_in_range(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Problem, match="PORT must be a number"):
        ports.wanted_for_web()


def test_a_remembered_port_is_used_again_unless_the_note_is_damaged(tmp_path: Path) -> None:
    note = tmp_path / "port"
    free = ports.choose()
    note.write_text(f"{free}\n", encoding="ascii")
    assert ports.remembered(note) == free
    note.write_bytes(b"\xff\xfe")
    assert ports.is_free(ports.remembered(note))


def test_an_address_that_leads_nowhere_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REDIS_URL", f"redis://:hidden@127.0.0.1:{ports.choose()}/0")
    with pytest.raises(Problem, match="REDIS_URL leads nowhere") as refused:
        outside.refuse_unreachable()
    assert "hidden" not in str(refused.value)


def test_nobody_answers_on_a_port_without_a_server() -> None:
    assert not healthz.answers(ports.choose())


def test_a_program_that_never_stays_up_stops_everything_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restarts, "DELAYS", (0.0, 0.0))
    checkout = Checkout(tmp_path)
    checkout.prepare()
    checkout.python.parent.mkdir(parents=True)
    checkout.python.symlink_to("/bin/sh")
    # /bin/sh takes -m as well: "sh -m -c '...'" ends at once.
    failing = Program("worker", "-c", ("echo no such queue; exit 3",))
    supervisor = Supervisor(checkout, [failing], dict(os.environ))
    supervisor.start()
    with pytest.raises(Problem, match=r"exit code 3.*no such queue"):
        look_for_ever(supervisor)
    supervisor.stop(lambda: False)


def look_for_ever(supervisor: Supervisor) -> NoReturn:
    while True:
        supervisor.look()


def test_a_child_that_will_not_stop_is_made_to() -> None:
    script = "trap '' TERM; echo deaf; while :; do sleep 0.1; done"
    deaf = spawn(["/bin/sh", "-c", script], output=subprocess.PIPE)
    assert deaf.stdout is not None
    with deaf.stdout as said:
        assert said.readline() == b"deaf\n"
        assert stop(deaf, patience=0.3) == -signal.SIGKILL


def test_a_log_that_has_grown_long_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * 20)
    rotate(log)
    assert log.exists()
    monkeypatch.setattr("migrant_health.embedded.children.LOG_LIMIT", 10)
    rotate(log)
    assert not log.exists()
    assert (tmp_path / "web.log.1").stat().st_size == 20


def test_steps_are_numbered_and_plain_without_a_terminal() -> None:
    written = io.StringIO()
    console = Console(written, total=2, first=2)
    with console.step("Tables"):
        console.say("      halfway")
    assert written.getvalue().startswith("[2/2] Tables ...\n      halfway\n      done in 0.")
    assert "\033" not in written.getvalue()


def test_a_reader_who_left_stops_nothing() -> None:
    closed = io.StringIO()
    closed.close()
    Console(None).say("to nobody")
    console = Console(io.StringIO(), total=1)
    console.stream = closed
    console.say("to a closed pipe")


def test_without_a_browser_one_line_says_so_and_the_tests_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "NAMES", ("no-such-browser",))
    monkeypatch.setattr(browser, "may_install", lambda: False)
    written = io.StringIO()
    assert browser.ensure(Checkout(tmp_path), Console(written)) is None
    assert written.getvalue().count("\n") == 1
    assert "browser journeys are left out" in written.getvalue()


def test_a_browser_that_was_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    assert browser.find() == "/bin/sh"
