"""Keys of every table that leads to a person: UUIDv7, made in Python.

Made here and not by the database, because `INSERT ... RETURNING` would read the new row back
before the row that makes it visible exists, and row-level security would refuse it.
"""

import uuid

from uuid6 import uuid7


def new_key() -> uuid.UUID:
    """Return a UUIDv7: sortable by time, says nothing about the person (and is no secret)."""
    return uuid.UUID(int=uuid7().int)
