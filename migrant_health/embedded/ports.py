"""Ports on this machine's own address; nothing here ever listens to the network."""

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path

from migrant_health.embedded.problem import Problem

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def is_free(port: int) -> bool:
    """Return whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Problem(
                    f"port {port} is not open to this user; try PORT=8001 ./run"
                ) from error
            return False
    return True


def choose() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def remembered(note: Path, *, but_not: int | None = None) -> int:
    """Return the port noted last time if it is still free, otherwise a new one.

    `but_not` is for a server that has a port already and only does not listen there yet.
    """
    with suppress(OSError, ValueError):
        port = int(note.read_text(encoding="ascii"))
        if 1024 <= port <= 65535 and port != but_not and is_free(port):
            return port
    while (port := choose()) == but_not:
        continue
    return port


def wanted_for_web() -> int:
    """Return the port for the web server: PORT from outside, or 8000."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65535:
        raise Problem(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_taken(port: int) -> None:
    """Refuse to start where another program already listens on the web server's port."""
    if not is_free(port):
        another = port + 1 if port < 65535 else DEFAULT_PORT
        raise Problem(
            f"port {port} is in use by another program; choose another: PORT={another} ./run"
        )
