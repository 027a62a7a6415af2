"""A program that the person at the keyboard talks to, such as pytest or a management command."""

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from migrant_health.embedded import children
from migrant_health.embedded.interruption import Interruption

SECONDS_TO_STOP = 20.0


class Foreground:
    """One such program: it shares the terminal where there is one, and the signals."""

    def __init__(self, interruption: Interruption, *, stop_with: int = signal.SIGTERM) -> None:
        self.interruption = interruption
        self.stop_with = stop_with
        self.shares_terminal = sys.stdin is not None and sys.stdin.isatty()
        self.until: float | None = None

    def run(
        self, command: Sequence[str], *, environment: Mapping[str, str], directory: Path
    ) -> int:
        """Run the program and return its exit code."""
        child = children.spawn(
            command,
            environment=environment,
            directory=directory,
            stop_with=self.stop_with,
            own_group=not self.shares_terminal,
            source=None if self.shares_terminal or sys.stdin is None else sys.stdin.buffer,
        )
        with self.interruption.pass_on(lambda number: self._pass_on(child, number)):
            while not children.has_ended(child) and not self._is_overdue():
                time.sleep(0.02)
            code = children.stop(child, patience=0.0)
        return code if code >= 0 else 128 - code

    def _pass_on(self, child: children.Child, number: int) -> None:
        # On a terminal Ctrl-C has reached the program already.
        if number == signal.SIGINT and self.shares_terminal:
            return
        child.send_signal(self.stop_with if number != signal.SIGINT else number)
        self.until = self.until or time.monotonic() + SECONDS_TO_STOP

    def _is_overdue(self) -> bool:
        return self.until is not None and time.monotonic() > self.until
