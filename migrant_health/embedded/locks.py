"""Locks between processes, which the kernel frees even when their holder is killed hard."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path


class FileLock:
    """One lock file, taken alone (exclusive) or together with others (shared)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle: int | None = None

    def take(self, *, shared: bool = False, patience: float = 0.0) -> bool:
        """Take the lock within that many seconds and return whether it was got."""
        if self.handle is None:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        until = time.monotonic() + patience
        while not self._try(self.handle, kind):
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        return True

    def _try(self, handle: int, kind: int) -> bool:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self.handle is not None:
            with suppress(OSError):
                os.close(self.handle)
            self.handle = None

    def is_held_by_another(self) -> bool:
        """Return whether some process holds this lock alone; ours must not be held."""
        probe = FileLock(self.path)
        try:
            return not probe.take(shared=True)
        finally:
            probe.release()
