"""Passwords and keys made once on this machine, readable by their owner only."""

import os
import re
import secrets
from pathlib import Path

from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.problem import Problem

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{20,}")


def get(checkout: Checkout, name: str) -> str:
    """Return the named secret, making it on first use."""
    path = checkout.secrets / name
    try:
        if not path.exists():
            _make(checkout, name)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"var/secrets/{name} cannot be read or written ({error}).") from error
    if not WELL_FORMED.fullmatch(text):
        raise Problem(
            f"var/secrets/{name} is damaged; move var aside and start again: mv var var.aside"
        )
    return text


def is_made(checkout: Checkout, name: str) -> bool:
    """Return whether the named secret exists already."""
    return (checkout.secrets / name).exists()


def _make(checkout: Checkout, name: str) -> None:
    lock = FileLock(checkout.secrets / ".lock")
    lock.take(patience=10)
    try:
        if not (checkout.secrets / name).exists():
            _write(checkout.secrets / name)
    finally:
        lock.release()


def _write(path: Path) -> None:
    # Moved into place whole: a crash cannot leave half a secret.
    draft = path.with_name(f".{path.name}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
