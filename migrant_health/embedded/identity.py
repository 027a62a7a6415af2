"""Recognising a process: its number alone says little, since numbers are used again."""

import subprocess
from pathlib import Path

PROC = Path("/proc")


def started(pid: int) -> str | None:
    """Return when the process began, as an opaque word; None if it is gone or only a zombie."""
    if not PROC.joinpath("stat").exists():
        return _started_by_ps(pid)
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX":
        return None
    return f"{_boot()}:{fields[19]}"


def group(pid: int) -> int | None:
    """Return the process group, where /proc tells it."""
    fields = _stat(pid)
    return int(fields[2]) if fields else None


def command_line(pid: int) -> str:
    """Return the command line with single blanks, empty if the process is gone."""
    try:
        raw = PROC.joinpath(str(pid), "cmdline").read_bytes()
    except OSError:
        return _ps(pid, "command") if not PROC.joinpath("stat").exists() else ""
    return raw.replace(b"\0", b" ").decode("utf-8", "replace").strip()


def everyone() -> list[int]:
    """Return the numbers of all processes, where /proc tells them."""
    return [int(entry.name) for entry in PROC.glob("[0-9]*")]


def working_in(directory: Path) -> list[int]:
    """Return the processes whose current directory it is, as far as we may know."""
    return [pid for pid in everyone() if _directory(pid) == str(directory)]


def _directory(pid: int) -> str:
    try:
        return str(PROC.joinpath(str(pid), "cwd").readlink())
    except OSError:
        return ""


def _stat(pid: int) -> list[str] | None:
    try:
        text = PROC.joinpath(str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in parentheses may itself hold blanks and parentheses.
    return text.rpartition(")")[2].split()


def _boot() -> str:
    try:
        return PROC.joinpath("sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "boot"


def _started_by_ps(pid: int) -> str | None:
    return None if _ps(pid, "state").startswith("Z") else _ps(pid, "lstart") or None


def _ps(pid: int, column: str) -> str:
    found = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()
