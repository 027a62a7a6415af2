"""Whom PostgreSQL runs as: it refuses root, so root lends it a system user without a login."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from migrant_health.embedded.problem import Problem

NAME = "embedded_postgres"
USERADD = ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME)
ADDUSER = ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", NAME)


def number() -> int | None:
    """Return the user to start PostgreSQL as; None where it is simply the user we are."""
    return None if os.geteuid() != 0 else find_or_make()


def find_or_make() -> int:
    """Return the system user's number, making the user the first time."""
    found = _find()
    if found is None:
        _make()
        found = _find()
    if found is None:
        raise Problem(
            "PostgreSQL refuses to run as root and no system user could be made for it; type: "
            + " ".join(USERADD)
        )
    return found


def _find() -> int | None:
    try:
        return pwd.getpwnam(NAME).pw_uid
    except KeyError:
        return None


def _make() -> None:
    # useradd belongs to Debian and its like, the short options of adduser to Alpine.
    command = USERADD if shutil.which("useradd") else ADDUSER
    if shutil.which(command[0]):
        subprocess.run(command, capture_output=True, check=False)


def is_known(user: int) -> bool:
    """Return whether this machine knows a user of that number."""
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def may_use(directory: Path, user: int | None) -> bool:
    """Return whether that user reaches the directory and may write in it."""
    return _runs(["/bin/sh", "-c", 'test -x "$1" && test -w "$1"', "sh", str(directory)], user)


def may_run(program: Path, user: int | None) -> bool:
    """Return whether that user reaches the program and may run it."""
    return _runs([str(program), "--version"], user)


def _runs(command: list[str], user: int | None) -> bool:
    group = pwd.getpwuid(user).pw_gid if user is not None else None
    groups: list[int] | None = [] if user is not None else None
    try:
        ran = subprocess.run(
            command,
            cwd="/",
            capture_output=True,
            check=False,
            user=user,
            group=group,
            extra_groups=groups,
        )
    except OSError:
        return False
    return ran.returncode == 0
