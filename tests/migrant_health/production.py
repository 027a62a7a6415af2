"""A server as docker-compose.yml describes it, of plain processes: there is no Docker here.

The commands, variables and scripts are those of the file. Only addresses differ, and PostgreSQL
and Redis are the embedded ones.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from migrant_health.embedded import children, postgres_place, redis_server
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.ports import HOST as LOOPBACK
from migrant_health.embedded.ports import choose
from migrant_health.embedded.postgres_server import PostgresServer
from tests.migrant_health import compose
from tests.migrant_health.small_site import PROJECT, eventually

PATIENCE = 30.0
PROGRAMS = postgres_place.installed() / "pginstall" / "bin"


class Server:
    """One machine with the site on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.checkout = Checkout(root)
        root.mkdir()
        self.checkout.prepare()
        self.secrets = self.checkout.secrets
        self.image, self.static = root / "image", root / "static"
        self.port = choose()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.administrator: dict[str, str] = {}

    # --- what Docker would do --------------------------------------------------------------------
    def build(self) -> subprocess.Popen[bytes]:
        """Copy what .dockerignore lets into the image and run what the Dockerfile runs there."""
        for line in (PROJECT / ".dockerignore").read_text("utf-8").splitlines():
            if line.startswith("!"):
                copy(PROJECT / line[1:], self.image / line[1:])
        dockerfile = (PROJECT / "Dockerfile").read_text("utf-8")
        (script,) = re.findall(r"^RUN (export (?:.*\\\n)*.*)$", dockerfile, re.MULTILINE)
        return self.start("build", ["sh", "-ec", script], {"STATIC_ROOT": str(self.static)})

    def make_secrets(self) -> None:
        """Make the files of secrets, and write down what the gateway's contract says."""
        subprocess.run([PROJECT / "docker/make-secrets", self.secrets], check=True)
        for name in ("gateway_login", "gateway_password"):
            (self.secrets / name).chmod(0o600)
            (self.secrets / name).write_text(f"komek-{name}\n", encoding="ascii")

    def redirect(self, file: str, service: str, port: int) -> None:
        """Let an address lead to a port of this machine instead of another container."""
        path = self.secrets / file
        address = re.sub(rf"@{service}:\d+", f"@{LOOPBACK}:{port}", path.read_text("ascii"))
        path.chmod(0o600)
        path.write_text(address, encoding="ascii")

    # --- servers ---------------------------------------------------------------------------------
    def start_database(self) -> None:
        """Start PostgreSQL on a new cluster and run the image's script there."""
        server, port = PostgresServer(self.checkout), choose()
        server.prepare()
        self.start("database", [str(word) for word in server.command(port)], {}, server.user)
        assert eventually(lambda: server.is_ready(port), PATIENCE), self.log("database")
        self.administrator = {
            **compose.environment("database", self.secrets),
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "PGHOST": LOOPBACK,
            "PGPORT": str(port),
            "PGPASSWORD": server.password,
        }
        self.administer("sh", str(PROJECT / "docker/postgres/10-roles.sh"))
        for file in ("database_url", "database_owner_url"):
            self.redirect(file, "database", port)

    def administer(self, *command: str) -> str:
        """Run a command as in the container of the database and return what it said."""
        done = subprocess.run(
            command,
            env=self.basics() | self.administrator,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_queue(self) -> None:
        """Start Redis with the container's script."""
        port = choose()
        self.start(
            "queue",
            ["sh", str(PROJECT / "docker/queue.sh")],
            {
                **compose.environment("queue", self.secrets),
                "QUEUE_SERVER": str(redis_server._program()),
                "QUEUE_DIRECTORY": str(self.checkout.var),
                "QUEUE_PORT": str(port),
                "QUEUE_BIND": LOOPBACK,
            },
        )
        self.redirect("redis_url", "queue", port)

    # --- processes of the site -------------------------------------------------------------------
    def variables(self, service: str) -> dict[str, str]:
        """Return the environment of a container, at home on this machine."""
        return compose.environment(service, self.secrets) | {
            "STATIC_ROOT": str(self.static),
            "BIND": f"{LOOPBACK}:{self.port}",
            "HEARTBEAT": str(self.root / f"{service}.heartbeat"),
        }

    def run(self, service: str, *words: str, typed: str = "", **more: str) -> str:
        """Run a command as in the container of a service, to its end, and return what it said."""
        done = subprocess.run(
            words or compose.command(service),
            cwd=self.image,
            env=self.basics() | self.variables(service) | more,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serve(self, service: str, name: str = "", **more: str) -> None:
        """Start the long-lived process of a service."""
        self.start(name or service, compose.command(service), self.variables(service) | more)

    def start(
        self, name: str, command: list[str], given: Mapping[str, str], user: int | None = None
    ) -> subprocess.Popen[bytes]:
        """Start one process; what it says goes to a log of its name."""
        with ExitStack() as stack:
            log = stack.enter_context((self.root / f"{name}.log").open("ab"))
            self.running[name] = children.spawn(
                command,
                environment={**self.basics(), **given},
                directory="/"
                if name == "database"
                else (self.image if self.image.exists() else "/"),
                output=log,
                user=user,
            )
        return self.running[name]

    def basics(self) -> dict[str, str]:
        """Return what the image sets: where programs lie, and nothing of the tester's own."""
        ours = Path(sys.executable).parent
        return {
            "PATH": f"{ours}:{os.environ['PATH']}",
            "HOME": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "migrant_health.settings",
        }

    def is_healthy(self, service: str) -> bool:
        """Ask the container's own health check."""
        check = compose.service(service)["healthcheck"]["test"]
        asked = subprocess.run(
            check[1:],
            cwd=PROJECT,
            env=self.basics() | self.variables(service),
            capture_output=True,
            check=False,
        )
        return asked.returncode == 0

    def log(self, name: str) -> str:
        """Return what a process has said."""
        return (self.root / f"{name}.log").read_text("utf-8", "replace")

    def stop(self, name: str, number: int = signal.SIGTERM) -> int:
        """Ask a process to stop and return its exit code; whatever it left behind is 1."""
        child = self.running.pop(name)
        child.send_signal(number)
        code = child.wait(timeout=PATIENCE)
        return code or (0 if is_gone(child.pid) else 1)

    def clean(self) -> None:
        """End what a failing test left."""
        for child in reversed(self.running.values()):
            children.stop(child, stop_with=signal.SIGINT, patience=5.0)


def copy(source: Path, target: Path) -> None:
    """Copy a file or a directory, without what Python and our compiler of catalogues left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    else:
        shutil.copy(source, target)


def is_gone(group: int) -> bool:
    """Say whether nothing is left of a process and its children."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False
