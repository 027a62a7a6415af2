"""Real processes to run beside a test: started here, killed here, none left behind."""

import json
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migrant_health.embedded import ports
from migrant_health.embedded.children import Child, spawn, stop

PROJECT = Path(__file__).resolve().parents[2]
# What stands in the surroundings about proxies is not meant for this machine itself.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def eventually(holds: Callable[[], object], patience: float = 10.0) -> float:
    """Wait until it comes true and return after how many seconds; fail where it does not."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < patience, f"not within {patience} s"
        time.sleep(0.05)
    return time.monotonic() - began


@dataclass
class Process:
    """One program and what it writes to its log, to be started again after its death."""

    command: list[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None
    stop_with: int = signal.SIGTERM
    child: Child | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.child = spawn(
                self.command,
                environment={**os.environ, **self.environment},
                directory=PROJECT if self.user is None else "/",
                output=output,
                user=self.user,
                stop_with=self.stop_with,
            )

    def kill(self) -> None:
        """Kill -9: the process and, its group being its own, every child of it."""
        assert self.child is not None
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def end(self) -> int:
        """Ask it to stop and return the exit code."""
        return stop(self.child, stop_with=self.stop_with) if self.child is not None else 0


@dataclass
class Simulator:
    """The gateway's simulator with its file of messages."""

    home: Path
    options: tuple[str, ...] = ()
    receipts: str = ""
    port: int = field(default_factory=ports.choose)

    def __post_init__(self) -> None:
        self.book = self.home / f"messages-{self.port}.jsonl"
        self.process = Process(
            [
                sys.executable,
                "-m",
                "reminders.simulator",
                f"--port={self.port}",
                f"--log={self.book}",
                f"--receipts={self.receipts}",
                *self.options,
            ],
            self.home / f"simulator-{self.port}.log",
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process.start()
        eventually(lambda: self.answers)

    @property
    def answers(self) -> bool:
        try:
            self.get("/messages.json")
        except OSError:
            return False
        return True

    def get(self, path: str) -> str:
        with closing(DIRECTLY.open(self.address + path, timeout=5)) as answer:
            return str(answer.read(), "utf-8")

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What it took, asked of itself."""
        return list(json.loads(self.get("/messages.json")))

    @property
    def written(self) -> list[dict[str, Any]]:
        """What it took, read from its file."""
        if not self.book.exists():
            return []
        lines = self.book.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@contextmanager
def simulator(home: Path, *options: str, receipts: str = "") -> Iterator[Simulator]:
    """Run a simulator for the length of the block."""
    made = Simulator(home, options, receipts)
    try:
        made.start()
        yield made
    finally:
        made.process.end()
