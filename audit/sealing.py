"""How a chain of seals is computed, and what a broken one says. Pure: bytes in, words out."""

import datetime
import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

# What the first seal has for the one before it.
BEGINNING = "0" * 64
KEY, DIGEST, MARK = 16, 32, 8
ROW, LEAF = KEY + DIGEST, KEY + MARK
HEAD = re.compile(
    r"(?P<number>[1-9][0-9]{0,17})[:\s]+((?P<count>[0-9]+)\s+)?(?P<hash>[0-9a-f]{64})\b.*"
)


@dataclass(frozen=True)
class Batch:
    """Rows of finished transactions: of each its key and its SHA-256, in the order of the keys."""

    first: int
    upto: int
    rows: bytes

    @property
    def count(self) -> int:
        return len(self.rows) // ROW

    @property
    def leaves(self) -> bytes:
        """What a seal keeps of each row, to tell later which one changed."""
        return b"".join(self.rows[at : at + LEAF] for at in range(0, len(self.rows), ROW))


@dataclass(frozen=True)
class Head:
    """The newest seal as it was once told to somebody outside."""

    number: int
    hash: str


@dataclass(frozen=True)
class Difference:
    """Which rows are not as they were when they were sealed."""

    changed: tuple[uuid.UUID, ...]
    missing: tuple[uuid.UUID, ...]
    added: tuple[uuid.UUID, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added)


class NotAHead(ValueError):
    """Raised for a line that is no head."""


def seal_hash(previous: str, number: int, batch: Batch, made_at: datetime.datetime) -> str:
    """Return the SHA-256, 64 hexadecimal digits, over the seal before and everything in this one."""
    moment = made_at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    begin = f"{previous} {number} {batch.first} {batch.upto} {batch.count} {moment}\n"
    whole = hashlib.sha256(begin.encode())
    whole.update(batch.rows)
    return whole.hexdigest()


def head_line(number: int, count: int, seal: str, made_at: datetime.datetime) -> str:
    """Return the line that leaves the machine: number, rows in it, hash, moment."""
    moment = made_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return f"{number} {count} {seal} {moment}"


def read_head(text: str) -> Head:
    """Return the head in a line of a file, or written as NUMBER:HASH; raise NotAHead."""
    found = HEAD.fullmatch(text.strip())
    if found is None:
        raise NotAHead(text)
    return Head(int(found["number"]), found["hash"])


def read_heads(text: str) -> list[Head]:
    """Return the heads in a file, empty lines and lines that begin with # left out."""
    lines = (line.strip() for line in text.splitlines())
    return [read_head(line) for line in lines if line and not line.startswith("#")]


def difference(sealed: bytes, found: bytes) -> Difference:
    """Compare the leaves kept in a seal with those of the rows that are there now."""
    before, now = dict(_leaves(sealed)), dict(_leaves(found))
    return Difference(
        changed=tuple(key for key, mark in before.items() if key in now and now[key] != mark),
        missing=tuple(key for key in before if key not in now),
        added=tuple(key for key in now if key not in before),
    )


def _leaves(packed: bytes) -> Iterator[tuple[uuid.UUID, bytes]]:
    for at in range(0, len(packed) // LEAF * LEAF, LEAF):
        yield uuid.UUID(bytes=packed[at : at + KEY]), packed[at + KEY : at + LEAF]
