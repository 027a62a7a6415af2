"""Whether a password stands in a list of breached ones: tens of GB, on this machine, never loaded.

The file is the public one "ordered by hash": a line is the SHA-1 of a password in hexadecimal,
perhaps a colon and how often it was found. Nothing is asked of anybody outside.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

DIGITS = 40


def is_listed(password: str, path: Path) -> bool:
    """Say whether the list has the password: about 35 short reads in 40 GB. Raises OSError."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        lines.seek(first_not_before(lines, wanted))
        return key_of(lines.readline()) == wanted


def first_not_before(lines: BinaryIO, wanted: bytes) -> int:
    """Return where the first line begins whose hash is not smaller; the end where there is none."""
    # Every line that begins before `low` is smaller; the first at or after `high` is not.
    low, high = 0, lines.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        line = line_from(lines, middle)
        if line and key_of(line) < wanted:
            low = lines.tell()
        else:
            high = middle
    return low


def line_from(lines: BinaryIO, place: int) -> bytes:
    """Return the first line that begins at or after a place, empty at the end."""
    lines.seek(max(place - 1, 0))
    if place:
        lines.readline()
    return lines.readline()


def key_of(line: bytes) -> bytes:
    """Return the hash of a line, without count and line end."""
    return line.strip()[:DIGITS].upper()
