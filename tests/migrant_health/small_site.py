"""A small stand-in for the project, in a directory of its own, to start and to maltreat.

Its `./run` and its servers are the real ones; only Django is replaced by a few lines, so that a
start takes a second.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from migrant_health.embedded import environment, identity, ports
from migrant_health.embedded.checkout import Checkout

PROJECT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C stops it."
MANAGE = """
import json, os, sys
import psycopg2
for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
    if os.environ[name] != "nowhere":
        psycopg2.connect(os.environ[name]).close()
if sys.argv[1] == "load_demonstration":
    print("somebody@somewhere.example demo-demo-demo")
if sys.argv[1] == "tell":
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEMONSTRATION")
    told = {name: os.environ[name] for name in names}
    told["gateway"] = [name for name in os.environ if name.startswith("GATEWAY_")]
    print(json.dumps(told | {"cwd": os.getcwd()}))
if sys.argv[1] == "fail":
    sys.exit(7)
"""
# What the site would be told by its gateway; it says so to whoever asks.
WSGI = """
import json, os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    names = [name for name in os.environ if name.startswith("GATEWAY_")]
    if environ["PATH_INFO"] == "/gateway":
        return [json.dumps({name: os.environ[name] for name in names}).encode()]
    return [b"ok"]
"""
QUEUE = """
import os
from celery import Celery
app = Celery("small", broker=os.environ["REDIS_URL"])
"""
FILES = {"manage.py": MANAGE, "migrant_health/wsgi.py": WSGI, "migrant_health/celery.py": QUEUE}


class SmallSite:
    """One such site."""

    def __init__(self, root: Path) -> None:
        self.checkout = Checkout(root)
        self.port = ports.choose()
        self.copy_project()
        self.borrow_environment()
        self.running: list[subprocess.Popen[str]] = []
        self.said = ""

    def copy_project(self) -> None:
        """Copy what `./run` is made of, and write what stands for the rest."""
        root = self.checkout.root
        root.mkdir(exist_ok=True)
        (root / "reminders").mkdir()
        for name in ("run", "reminders/__init__.py", *environment.REQUIREMENTS):
            shutil.copy(PROJECT / name, root / name)
        ignored = shutil.ignore_patterns("__pycache__")
        for package in ("migrant_health/embedded", "reminders/simulator"):
            shutil.copytree(PROJECT / package, root / package, ignore=ignored)
        for name, text in {**FILES, "migrant_health/settings.py": ""}.items():
            (root / name).write_text(text, encoding="utf-8")

    def borrow_environment(self) -> None:
        """Make a .venv that uses the packages of the one this test runs in."""
        venv, ours = self.checkout.venv, Path(sys.prefix)
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").symlink_to(Path(sys._base_executable))  # type: ignore[attr-defined]
        (venv / "lib").symlink_to(ours / "lib")
        shutil.copy(ours / "pyvenv.cfg", venv / "pyvenv.cfg")
        wanted = environment.fingerprint(self.checkout)
        version = environment.version(self.checkout)
        environment.stamp(self.checkout).write_text(f"{wanted}\n{version}\n", encoding="ascii")

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment of somebody who typed `./run`."""
        names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DEMONSTRATION")
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in names and not name.startswith("GATEWAY_")
        }
        return kept | {"PORT": str(self.port)} | more

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Type `./run ...` and wait for its end."""
        command = [sys.executable, str(self.checkout.root / "run"), *arguments]
        return subprocess.run(
            command,
            cwd=self.checkout.root.parent,
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, **more: str) -> subprocess.Popen[str]:
        """Type `./run` and return once it serves; `said` is what it said until then."""
        command = [sys.executable, str(self.checkout.root / "run")]
        started = subprocess.Popen(
            command,
            cwd=self.checkout.root,
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(started)
        self.said = self.read_until_ready(started)
        assert READY in self.said, self.said
        return started

    def read_until_ready(self, started: subprocess.Popen[str]) -> str:
        """Return what it said up to the moment it serves, or all where it ended before."""
        assert started.stdout is not None
        said = ""
        for line in started.stdout:
            said += line
            if READY in line:
                break
        return said

    def stop(self, started: subprocess.Popen[str], number: int = signal.SIGTERM) -> int:
        """Send the signal and return the exit code."""
        started.send_signal(number)
        code = started.wait(timeout=40)
        assert started.stdout is not None
        started.stdout.close()
        return code

    def processes(self) -> list[int]:
        """Return every process that belongs to this site."""
        return [pid for pid in identity.everyone() if self.owns(pid)]

    def owns(self, pid: int) -> bool:
        """Return whether the process runs, and from this directory."""
        is_ours = str(self.checkout.root) in identity.command_line(pid)
        return is_ours and identity.started(pid) is not None

    def is_quiet(self, patience: float = 15.0) -> bool:
        """Return whether no process is left, at the latest after that many seconds."""
        return eventually(lambda: not self.processes(), patience)

    def noted(self, name: str) -> int:
        """Return the number of the process noted under that name."""
        note = self.checkout.state / f"{name}.json"
        return int(json.loads(note.read_text(encoding="utf-8"))["pid"])

    def clean(self) -> None:
        """End what a failing test left."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for started in self.running:
            started.wait(timeout=10)
            assert started.stdout is not None
            started.stdout.close()


def eventually(holds: Callable[[], bool], patience: float = 15.0) -> bool:
    """Return whether it comes true within that many seconds."""
    until = time.monotonic() + patience
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
