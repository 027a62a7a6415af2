"""The drill of docs/operations.md: back to a chosen moment, from a base backup and the kept log."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from migrant_health.embedded import children
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.ports import HOST, choose
from migrant_health.embedded.postgres_server import PostgresServer
from tests.migrant_health.production import PATIENCE, PROGRAMS
from tests.migrant_health.small_site import PROJECT, eventually

pytestmark = [pytest.mark.serial, pytest.mark.long]

# As on the server that docker-compose.yml starts; the embedded one spares itself this.
AS_SHIPPED = ("wal_level=replica", "max_wal_senders=10")


class Machine:
    """A cluster that keeps its log, and what is needed to speak to it."""

    def __init__(self, root: Path) -> None:
        checkout = Checkout(root)
        checkout.prepare()
        self.root, self.server, self.port = root, PostgresServer(checkout), choose()
        self.server.prepare()
        self.kept = root / "kept"
        self.kept.mkdir()
        script = root / "archive.sh"
        shutil.copy(PROJECT / "docker/postgres/archive.sh", script)
        script.chmod(0o755)
        if self.server.user is not None:
            os.chown(self.kept, self.server.user, -1)
        self.keeping = f"archive_command=ARCHIVE='{self.kept}' sh '{script}' %p %f"

    @contextmanager
    def running(self, data: Path, *options: str) -> Iterator[None]:
        """Run PostgreSQL on a data directory."""
        command = [str(word) for word in self.server.command(self.port)]
        command[command.index("-D") + 1] = str(data)
        command += [word for option in options for word in ("-c", option)]
        with (self.root / "postgres.log").open("ab") as log:
            child = children.spawn(command, directory="/", output=log, user=self.server.user)
        try:
            assert eventually(lambda: self.server.is_ready(self.port), PATIENCE)
            yield
        finally:
            children.stop(child, stop_with=signal.SIGINT)

    def run(self, program: str, *words: str) -> bytes:
        """Run one of PostgreSQL's programs and return what it said."""
        address = {"PGHOST": HOST, "PGPORT": str(self.port), "PGUSER": "postgres"}
        done = subprocess.run(
            [PROGRAMS / program, *words],
            env=dict(os.environ) | address | {"PGPASSWORD": self.server.password},
            capture_output=True,
            check=True,
        )
        return done.stdout

    def ask(self, question: str) -> str:
        """Return the answer to one question."""
        return self.run("psql", "-qtAc", question, "postgres").decode().strip()


def recovery(machine: Machine, moment: str) -> str:
    """Return the settings as they stand on the page, with this machine's paths and moment."""
    page = (PROJECT / "docs/operations.md").read_text("utf-8")
    (settings,) = re.findall(r"^ +(restore_command = .*?)\n +```", page, re.DOTALL | re.MULTILINE)
    settings = re.sub(r"^ +", "", settings, flags=re.MULTILINE)
    settings = settings.replace("/path/to/log/%f", f'"{machine.kept}/%f"')
    return re.sub(r"(recovery_target_time = )'.*'", rf"\1'{moment}'", settings)


def test_what_was_written_before_the_chosen_moment_comes_back_and_nothing_after(
    open_directory: Path,
) -> None:
    root = open_directory / "machine"
    root.mkdir()
    machine = Machine(root)
    with machine.running(
        machine.server.place.data, *AS_SHIPPED, "archive_mode=on", machine.keeping
    ):
        machine.ask("CREATE TABLE note (text text)")
        base = machine.run("pg_basebackup", "-D", "-", "-F", "tar", "-X", "fetch")
        machine.ask("INSERT INTO note VALUES ('wanted')")
        time.sleep(0.1)
        moment = machine.ask("SELECT clock_timestamp()")
        time.sleep(0.1)
        machine.ask("INSERT INTO note VALUES ('not wanted')")
        last = machine.ask("SELECT pg_walfile_name(pg_switch_wal())")
        assert eventually((machine.kept / last).exists, PATIENCE)
        assert machine.ask("SELECT failed_count FROM pg_stat_archiver") == "0"
    shutil.rmtree(machine.server.place.data)

    restored = unpacked(machine, base)
    with (restored / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{recovery(machine, moment)}\n")
    (restored / "recovery.signal").touch()
    hand_over(machine, restored)
    with machine.running(restored, *AS_SHIPPED):
        assert eventually(lambda: machine.ask("SELECT pg_is_in_recovery()") == "f", PATIENCE)
        assert machine.ask("SELECT text FROM note") == "wanted"


def unpacked(machine: Machine, base: bytes) -> Path:
    directory = machine.server.place.home / "restored"
    directory.mkdir(mode=0o700)
    subprocess.run(["tar", "-x", "-C", directory], input=base, check=True)
    return directory


def hand_over(machine: Machine, directory: Path) -> None:
    if machine.server.user is not None:
        for path in (directory, *directory.rglob("*")):
            os.chown(path, machine.server.user, -1)
    directory.chmod(0o700)


def test_a_piece_of_the_log_is_kept_once_and_never_over_another(tmp_path: Path) -> None:
    script = PROJECT / "docker/postgres/archive.sh"
    first, other = tmp_path / "first", tmp_path / "other"
    first.write_bytes(b"one")
    other.write_bytes(b"two")

    def keep(piece: Path) -> int:
        environment = dict(os.environ) | {"ARCHIVE": str(tmp_path / "kept")}
        return subprocess.run(
            ["sh", script, piece, "0001"], env=environment, check=False
        ).returncode

    assert [keep(first), keep(first)] == [0, 0]
    assert keep(other) != 0
    assert (tmp_path / "kept" / "0001").read_bytes() == b"one"
