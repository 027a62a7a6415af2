"""The files of a PostgreSQL cluster: made once, checked and tidied before each start."""

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from migrant_health.embedded import children, identity, records
from migrant_health.embedded.postgres_place import Place
from migrant_health.embedded.problem import Problem

MAJOR = "18"
SUPERUSER = "postgres"
INITDB = (
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
)
ASIDE = "move it aside and start again: mv var var.aside"
FULL = "No space left on device"
DISK_FULL = "the disk is full: PostgreSQL cannot write; make room and try again."


class PostgresCluster:
    """The data directory at one place."""

    def __init__(self, place: Place, log: Path) -> None:
        self.place = place
        self.log = log

    def create(self, password: str) -> None:
        """Make the cluster, beside its place and moved there whole: never half of one."""
        draft = self.place.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.place.home, encoding="ascii") as secret:
            secret.write(password)
            secret.flush()
            if self.place.user is not None:
                os.chown(secret.name, self.place.user, -1)
            self._run("initdb", "-D", draft, f"--pwfile={secret.name}", *INITDB)
        draft.replace(self.place.data)

    def renew_password(self, password: str) -> None:
        """Set the superuser's password where var/secrets was lost; nobody else is connected."""
        statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
        self._run("postgres", "--single", "-D", self.place.data, SUPERUSER, typed=statement)

    def refuse_damage(self) -> None:
        """Refuse what is no cluster, or one of another version."""
        try:
            version = (self.place.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Problem(f"var/postgres is damaged: it holds no cluster; {ASIDE}") from error
        if version != MAJOR:
            raise Problem(f"var/postgres is not of PostgreSQL {MAJOR} ({version[:20]!r}); {ASIDE}")

    def clear_leftovers(self) -> None:
        """Stop a server left on these files; forget one that is gone.

        PostgreSQL itself would be misled by a new process that got the old one's number.
        """
        note = self.place.data / "postmaster.pid"
        pid = _first_number(note)
        if pid > 1 and str(self.place.data) in identity.command_line(pid):
            records.stop(records.of(pid, self.place.data, signal.SIGINT))
        # Its children, busy with a long query, may not have noticed yet that it is gone.
        for orphan in identity.working_in(self.place.data):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(orphan, signal.SIGKILL)
        note.unlink(missing_ok=True)

    def explain(self) -> str:
        """Return the sentence for a cluster on which the server does not stay up."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-50:]
        if any(FULL in line for line in lines):
            return DISK_FULL
        # Our own early knocks are refused with a FATAL of their own; they explain nothing.
        told = [line for line in lines if "the database system is" not in line]
        fatal = [line for line in told if "FATAL" in line or "PANIC" in line]
        reason = fatal[-1].partition("]")[2].strip() if fatal else children.last_line(self.log)
        return f"PostgreSQL does not start on var/postgres ({reason}); {ASIDE}"

    def _run(self, program: str, *options: str | Path, typed: str = "") -> None:
        with tempfile.TemporaryFile() as source, self.log.open("ab") as log:
            source.write(typed.encode())
            source.seek(0)
            child = children.spawn(
                [self.place.programs / program, *options],
                directory="/",
                source=source,
                output=log,
                user=self.place.user,
            )
            code = children.finish(child)
        if code:
            raise Problem(self._failure(program))

    def _failure(self, program: str) -> str:
        if FULL in self.log.read_text(encoding="utf-8", errors="replace")[-4000:]:
            return DISK_FULL
        reason = children.last_line(self.log)
        return f"PostgreSQL's {program} failed ({reason}); more in var/log/postgres.log; {ASIDE}"


def _first_number(note: Path) -> int:
    try:
        return int(note.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return 0
