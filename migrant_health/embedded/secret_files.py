"""Passwords and keys made once on this machine, readable by their owner only."""

import os
import re
import secrets
from pathlib import Path

from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.problem import Problem

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{20,}")
# One a line, the newest last; more are added by hand, as on a server.
WELL_FORMED_KEYS = re.compile(r"([A-Za-z0-9_-]+:[A-Za-z0-9+/_-]{43}=?\s*)+")


def get(checkout: Checkout, name: str) -> str:
    """Return the named secret, making it on first use."""
    return _kept(checkout, name, secrets.token_urlsafe(48), WELL_FORMED)


def get_keys(checkout: Checkout, name: str) -> str:
    """Return the named keys of sealed values, making the first one on first use."""
    return _kept(checkout, name, f"k1:{secrets.token_urlsafe(32)}\n", WELL_FORMED_KEYS)


def _kept(checkout: Checkout, name: str, first: str, form: re.Pattern[str]) -> str:
    path = checkout.secrets / name
    try:
        if not path.exists():
            _make(checkout, name, first)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"var/secrets/{name} cannot be read or written ({error}).") from error
    if not form.fullmatch(text):
        raise Problem(
            f"var/secrets/{name} is damaged; move var aside and start again: mv var var.aside"
        )
    return text


def is_made(checkout: Checkout, name: str) -> bool:
    """Return whether the named secret exists already."""
    return (checkout.secrets / name).exists()


def _make(checkout: Checkout, name: str, first: str) -> None:
    lock = FileLock(checkout.secrets / ".lock")
    lock.take(patience=10)
    try:
        if not (checkout.secrets / name).exists():
            _write(checkout.secrets / name, first)
    finally:
        lock.release()


def _write(path: Path, text: str) -> None:
    # Moved into place whole: a crash cannot leave half a secret.
    draft = path.with_name(f".{path.name}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
