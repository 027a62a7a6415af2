"""`./run` as somebody types it: it serves, stops, and comes back after any kind of death."""

import ast
import http.client
import json
import os
import runpy
import signal
import socket
import sys
from contextlib import closing

import pytest

from migrant_health.embedded import records
from migrant_health.embedded.commands.manage import as_owner
from migrant_health.embedded.commands.test import WORKERS, workers
from tests.migrant_health.small_site import PROJECT, SmallSite, eventually

pytestmark = pytest.mark.serial


def page(site: SmallSite) -> int:
    """Return the status of the site's page, 0 where nobody answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError:
            return 0


def test_it_serves_shares_its_servers_and_stops_without_leaving_a_process(site: SmallSite) -> None:
    started = site.start()
    assert page(site) == 200
    keeper = site.noted("keeper-postgres")

    second = site.run()
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "already runs in this checkout" in second.stderr

    told = site.run("manage", "tell")
    assert told.returncode == 0, told.stderr
    assert site.noted("keeper-postgres") == keeper
    assert site.run("manage", "fail").returncode == 7

    assert site.stop(started) == 0
    assert site.processes() == []


def test_killed_hard_it_leaves_nothing_and_starts_again(site: SmallSite) -> None:
    assert site.stop(site.start(), signal.SIGKILL) == -signal.SIGKILL
    # At once, while what it left is still ending.
    started = site.start()
    for pid in site.processes():
        os.kill(pid, signal.SIGKILL)
    started.wait()

    started = site.start()
    assert page(site) == 200
    assert site.stop(started, signal.SIGKILL) == -signal.SIGKILL
    assert site.is_quiet()


def test_whatever_dies_is_started_again(site: SmallSite) -> None:
    started = site.start()
    names = ("keeper-redis", "server-postgres", "program-web")
    killed = {name: site.noted(name) for name in names}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: all(is_replaced(site, name, pid) for name, pid in killed.items()))
    assert eventually(lambda: page(site) == 200)
    assert site.stop(started, signal.SIGINT) == 0
    assert site.processes() == []


def is_replaced(site: SmallSite, name: str, pid: int) -> bool:
    try:
        return site.noted(name) != pid and site.owns(site.noted(name))
    except FileNotFoundError:
        return False


def test_a_taken_port_is_one_sentence_and_starts_nothing(site: SmallSite) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        refused = site.run()
    assert refused.returncode == 1
    assert refused.stderr == (
        f"run: port {site.port} is in use by another program; choose another: "
        f"PORT={site.port + 1} ./run\n"
    )
    assert site.processes() == []


def test_a_port_that_is_no_number_is_refused(site: SmallSite) -> None:
    refused = site.run(PORT="eighty")
    assert refused.returncode == 1
    assert "PORT must be a number" in refused.stderr


def test_given_both_addresses_it_starts_no_server(site: SmallSite) -> None:
    told = site.run("manage", "tell", DATABASE_URL="nowhere", REDIS_URL="redis://away/3")
    assert told.returncode == 0, told.stderr
    known = json.loads(told.stdout)
    assert known["DATABASE_OWNER_URL"] == "nowhere"
    assert known["REDIS_URL"] == "redis://away/3"
    assert known["cwd"] == str(site.checkout.root.parent)


def test_without_network_it_says_what_failed_and_where_to_read_more(site: SmallSite) -> None:
    stamp = site.checkout.venv / "requirements.stamp"
    held = stamp.read_text(encoding="ascii")
    stamp.write_text("of other requirements\n", encoding="ascii")
    requirements = site.checkout.root / "requirements-dev.txt"
    wanted = requirements.read_text(encoding="utf-8")
    requirements.write_text("no-package-of-this-name==1.0\n", encoding="utf-8")
    try:
        refused = site.run("manage", "tell", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull)
    finally:
        requirements.write_text(wanted, encoding="utf-8")
        stamp.write_text(held, encoding="ascii")
    assert refused.returncode == 1
    assert "the package index cannot be reached" in refused.stderr
    assert "Traceback" not in refused.stderr
    log = (site.checkout.log / "setup.log").read_text(encoding="utf-8")
    assert "no-package-of-this-name" in log


def test_a_python_that_is_too_old_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 19, "final", 0))
    monkeypatch.setattr(sys, "argv", ["./run"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(PROJECT / "run"), run_name="__main__")
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Python 3.11 or newer is needed, and this is Python 3.8" in said


def test_an_old_python_can_read_the_launcher() -> None:
    source = (PROJECT / "run").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))


@pytest.mark.parametrize(("word", "code"), [("--help", 0), ("nonsense", 2)])
def test_help_is_short_and_an_unknown_word_is_refused(
    site: SmallSite, word: str, code: int
) -> None:
    typed = site.run(word)
    assert typed.returncode == code
    assert "bench" in typed.stdout + typed.stderr


def test_a_noted_process_that_is_a_foreign_one_by_now_is_left_alone(site: SmallSite) -> None:
    note = site.checkout.state / "program-web.json"
    site.checkout.prepare()
    ours = records.of(os.getpid(), site.checkout.marker)
    records.write(note, ours)
    assert records.stop_leftover(note) is False
    assert not note.exists()


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ([], WORKERS),
        (["tests/cases", "-k", "name"], WORKERS),
        (["-n0"], ()),
        (["-n", "4"], ()),
        (["--pdb"], ()),
        (["--collect-only", "-q"], ()),
        (["-p", "no:xdist"], ()),
    ],
)
def test_the_tests_use_both_cores_unless_asked_otherwise(
    typed: list[str], added: tuple[str, ...]
) -> None:
    assert workers(typed) == added


def test_migrations_run_as_the_owner_of_the_tables() -> None:
    assert as_owner(["migrate", "cases"]) == ["migrate", "--database", "owner", "cases"]
    assert as_owner(["migrate", "--database=default"]) == ["migrate", "--database=default"]
    assert as_owner(["makemigrations"]) == ["makemigrations"]
    assert as_owner([]) == []
