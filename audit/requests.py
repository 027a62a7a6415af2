"""The number of the request under way, so that its audit rows belong together."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from audit.keys import new_key

_current: ContextVar[uuid.UUID | None] = ContextVar("request_number", default=None)


@contextmanager
def numbered() -> Iterator[uuid.UUID]:
    """Number everything audited inside the block."""
    token = _current.set(new_key())
    try:
        yield current() or new_key()
    finally:
        _current.reset(token)


def current() -> uuid.UUID | None:
    """Return the number of the request under way, or None outside a request."""
    return _current.get()
