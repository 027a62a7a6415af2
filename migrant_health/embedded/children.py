"""Starting and stopping one process, so that it never outlives the one that started it."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 5_000_000
Child = subprocess.Popen[bytes]


def die_with_parent(number: int) -> Callable[[], None] | None:
    """Return what a child runs before its program, so that the kernel ends it with us."""
    if not sys.platform.startswith("linux"):
        return None
    library, parent = ctypes.CDLL(None), os.getpid()

    def ask_the_kernel() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def spawn(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | str | None = None,
    source: IO[bytes] | None = None,
    output: IO[bytes] | int | None = None,
    errors: IO[bytes] | None = None,
    user: int | None = None,
    stop_with: int = signal.SIGTERM,
    own_group: bool = True,
) -> Child:
    """Start a process that the kernel tells to stop when this one is gone, however it went."""
    return subprocess.Popen(
        [str(word) for word in command],
        env=dict(environment) if environment is not None else None,
        cwd=directory,
        stdin=source or (subprocess.DEVNULL if own_group else None),
        stdout=output,
        stderr=errors or (subprocess.STDOUT if output is not None else None),
        start_new_session=own_group,
        preexec_fn=die_with_parent(stop_with),
        user=user,
        group=None if user is None else pwd.getpwuid(user).pw_gid,
        extra_groups=None if user is None else [],
    )


def has_ended(child: Child) -> bool:
    """Return whether the process ended, leaving its number taken until `sweep` is through."""
    if child.returncode is not None:
        return True
    if not hasattr(os, "waitid"):
        return child.poll() is not None
    try:
        return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    except ChildProcessError:
        return True


def sweep(child: Child) -> int:
    """End whatever the ended process left in its group and return its exit code."""
    if child.returncode is not None:
        # Reaped before: its number may be another's by now.
        return child.returncode
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def finish(child: Child) -> int:
    """Wait until the process ended by itself and return its exit code; never leave it behind."""
    try:
        while not has_ended(child):
            time.sleep(0.02)
    except BaseException:
        stop(child)
        raise
    return sweep(child)


def stop(
    child: Child,
    *,
    stop_with: int = signal.SIGTERM,
    patience: float = 10.0,
    hurry: Callable[[], bool] = lambda: False,
) -> int:
    """Ask the process to stop, insist after that many seconds, and return its exit code."""
    if not has_ended(child):
        with suppress(ProcessLookupError):
            child.send_signal(stop_with)
    until = time.monotonic() + patience
    while not has_ended(child) and time.monotonic() < until and not hurry():
        time.sleep(0.02)
    return sweep(child)


def rotate(log: Path) -> None:
    """Put a log that has grown too long aside, over the one put aside before."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_name(log.name + ".1"))


def last_line(log: Path) -> str:
    """Return the last line of a log that says anything."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8000))
        lines = file.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    return ""
