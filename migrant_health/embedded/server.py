"""What PostgreSQL and Redis have in common for the keeper that runs them."""

import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class Server(Protocol):
    """One embedded server of a checkout."""

    name: str
    title: str
    stop_with: signal.Signals
    user: int | None
    log: Path
    marker: str

    def prepare(self) -> None:
        """Make its directory and files; raise `Problem` where they are damaged."""

    def command(self, port: int) -> Sequence[str | Path]:
        """Return what to run to listen on that port."""

    def is_ready(self, port: int) -> bool:
        """Return whether it answers."""

    def furnish(self, port: int) -> None:
        """Make inside the running server what the application expects, once more or anew."""

    def explain(self) -> str:
        """Return the sentence for a server that does not stay up."""
