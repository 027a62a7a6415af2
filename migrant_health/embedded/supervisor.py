"""Keeping the site's processes running until someone asks to stop."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrant_health.embedded import children, records
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.programs import Program
from migrant_health.embedded.restarts import Restarts

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_STOP = 10.0


@dataclass
class Running:
    """A program with its process, or the moment of its next start."""

    program: Program
    child: children.Child | None = None
    due: float = 0.0
    restarts: Restarts = field(default_factory=Restarts)


class Supervisor:
    """Starts the programs, starts again what dies, and stops them in order."""

    def __init__(
        self, checkout: Checkout, programs: list[Program], environment: Mapping[str, str]
    ) -> None:
        self.checkout = checkout
        self.environment = environment
        self.all = [Running(program) for program in programs]

    def start(self) -> None:
        """Start every program."""
        for running in self.all:
            children.rotate(self.checkout.log / f"{running.program.name}.log")
            self._start(running)

    def look(self) -> list[str]:
        """Look after every program once and return the names of those that died."""
        died = [running.program.name for running in self.all if self._has_died(running)]
        for running in self.all:
            if running.child is None and time.monotonic() >= running.due:
                self._start(running)
        time.sleep(SECONDS_BETWEEN_LOOKS)
        return died

    def stop(self, hurry: Callable[[], bool]) -> None:
        """Stop the programs one after the other."""
        for running in self.all:
            if running.child is not None:
                children.stop(
                    running.child,
                    stop_with=running.program.stop_with,
                    patience=SECONDS_TO_STOP,
                    hurry=hurry,
                )
            self._note(running).unlink(missing_ok=True)

    def _start(self, running: Running) -> None:
        program = running.program
        with (self.checkout.log / f"{program.name}.log").open("ab") as log:
            running.child = children.spawn(
                program.command(self.checkout),
                environment=self.environment,
                directory=self.checkout.root,
                output=log,
                stop_with=program.stop_with,
            )
        running.restarts.note_start()
        child = records.of(running.child.pid, self.checkout.marker, program.stop_with)
        records.write(self._note(running), child)

    def _has_died(self, running: Running) -> bool:
        if running.child is None or not children.has_ended(running.child):
            return False
        code = children.sweep(running.child)
        delay = running.restarts.next_delay()
        if delay is None:
            raise Problem(self._last_words(running.program, code))
        running.child, running.due = None, time.monotonic() + delay
        return True

    def _last_words(self, program: Program, code: int) -> str:
        log = f"var/log/{program.name}.log"
        line = children.last_line(self.checkout.root / log)
        return (
            f"the {program.name} process stopped again and again (exit code {code}), so everything "
            f"was stopped; its last line in {log}: {line}"
        )

    def _note(self, running: Running) -> Path:
        return self.checkout.state / f"program-{running.program.name}.json"
