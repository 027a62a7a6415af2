"""Keys of every table that leads to a person: UUIDv7, made in Python.

Made here and not by the database, because `INSERT ... RETURNING` would read the new row back
before the row that makes it visible exists, and row-level security would refuse it.
"""

import datetime
import threading
import time
import uuid

# A key counts 4096 parts of a millisecond, as PostgreSQL's own uuidv7() does (RFC 9562, 6.2,
# method 3), so keys made here and there sort together by when they were made.
PARTS = 4096
NANOSECONDS = 1_000_000
# A clock that was set back further than this is believed; else keys would lie for hours.
BELIEVED = 1000 * PARTS

_lock = threading.Lock()
_newest = 0


def new_key() -> uuid.UUID:
    """Return a UUIDv7: sortable by time, says nothing about the person (and is no secret).

    Keys of one process rise strictly, by a quarter of a microsecond at least, and so never run
    ahead of the clock: nobody makes four a microsecond.
    """
    milliseconds, part = divmod(_next(time.time_ns() * PARTS // NANOSECONDS), PARTS)
    moment, version, variant = milliseconds << 80, (7 << 12 | part) << 64, 0b10 << 62
    chance = uuid.uuid4().int & (1 << 62) - 1
    return uuid.UUID(int=moment | version | variant | chance)


def first_key_of(moment: datetime.datetime) -> uuid.UUID:
    """Return the lowest key of a moment: what was made then or later has a higher one."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def _next(now: int) -> int:
    global _newest  # noqa: PLW0603  # one counter a process is what makes its keys rise
    with _lock:
        is_behind = now <= _newest < now + BELIEVED
        _newest = _newest + 1 if is_behind else now
        return _newest
