"""Asks ClamAV about some bytes, in its own words (clamd's INSTREAM).

`CLAMD_ADDRESS` is host:port or the path of a UNIX socket. Neither bytes nor names reach a log.
"""

import socket
from enum import StrEnum

PIECE = 1 << 16
MOST_SAID = 4096
SECONDS = 20.0


class Verdict(StrEnum):
    """What the scanner said."""

    CLEAN = "clean"
    FOUND = "found"


class NoVerdict(Exception):
    """It is away, too slow, or said something else: nothing is known about the bytes."""


def scan(address: str, content: bytes, *, seconds: float = SECONDS) -> Verdict:
    """Return what the scanner says of the bytes; raises NoVerdict."""
    try:
        with _connected(address, seconds) as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                line.sendall(len(piece).to_bytes(4) + piece)
            line.sendall(bytes(4))
            said = _said(line)
    except (OSError, ValueError):
        raise NoVerdict from None
    if said == b"stream: OK":
        return Verdict.CLEAN
    if said.startswith(b"stream: ") and said.endswith(b" FOUND"):
        return Verdict.FOUND
    raise NoVerdict


def _connected(address: str, seconds: float) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _said(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_SAID:
        heard = line.recv(MOST_SAID)
        if not heard:
            break
        said += heard
    return said.strip(b"\0\n ")
