"""Notes about running processes, and stopping those that an earlier run left behind."""

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from migrant_health.embedded import identity


@dataclass(frozen=True)
class Record:
    """Which process it was: number, start and a part of its command line, all three."""

    pid: int
    started: str
    marker: str
    stop_with: int = signal.SIGTERM

    def is_running(self) -> bool:
        """Return whether that very process still runs."""
        if identity.started(self.pid) != self.started:
            return False
        return self.marker in identity.command_line(self.pid)

    def family(self) -> list[int]:
        """Return what is left of the process and of the group it led."""
        members = [self.pid] if self.is_running() else []
        return members + [pid for pid in identity.everyone() if self._is_orphan(pid)]

    def _is_orphan(self, pid: int) -> bool:
        if pid in {self.pid, os.getpid()} or identity.group(pid) != self.pid:
            return False
        return self._began_later(pid) and self.marker in identity.command_line(pid)

    def _began_later(self, pid: int) -> bool:
        boot, _, ticks = (identity.started(pid) or "").partition(":")
        own_boot, _, own_ticks = self.started.partition(":")
        if not (ticks.isdigit() and own_ticks.isdigit()):
            return False
        return boot == own_boot and int(ticks) >= int(own_ticks)


def of(pid: int, marker: Path | str, stop_with: int = signal.SIGTERM) -> Record:
    """Return the record of a process that runs now."""
    return Record(pid, identity.started(pid) or "gone", str(marker), int(stop_with))


def write(path: Path, record: Record) -> None:
    """Note the process in a file, at once or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(record)), encoding="utf-8")
    draft.replace(path)


def read(path: Path) -> Record | None:
    """Return the noted process; None where there is no note that makes sense."""
    try:
        noted = Record(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    is_whole = isinstance(noted.pid, int) and noted.pid > 1 and bool(noted.marker)
    return noted if is_whole and isinstance(noted.started, str) else None


def stop_leftover(path: Path, *, patience: float = 10.0) -> bool:
    """Stop what the note names, if it still runs, forget the note, return whether it ran."""
    record = read(path)
    was_running = record is not None and stop(record, patience=patience)
    path.unlink(missing_ok=True)
    return was_running


def ask(record: Record) -> None:
    """Ask the process to stop, if it is still the one that was noted."""
    if record.is_running():
        _signal([record.pid], record.stop_with)


def stop(record: Record, *, patience: float = 10.0) -> bool:
    """Stop the process and its group, insist in the end, and return whether anything ran."""
    family = record.family()
    _signal(family, record.stop_with)
    if not _is_gone(record, patience):
        _signal(record.family(), signal.SIGKILL)
        _is_gone(record, 3.0)
    return bool(family)


def _is_gone(record: Record, patience: float) -> bool:
    until = time.monotonic() + patience
    while record.family():
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)
    return True


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
