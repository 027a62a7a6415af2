"""Keys as they are written down, one a line, `id:base64`, the newest last. Pure."""

import base64
import binascii
import hmac
import re
from collections.abc import Iterator

from accounts.cipher import KEY_BYTES

NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
BETWEEN = re.compile(r"[\s,]+")
MAKE = "manage.py make_field_key, or: printf 'k1:%s\\n' \"$(openssl rand -base64 32)\""


def read(text: str) -> dict[str, bytes]:
    """Return the keys by their ids; wrong lines are `faults_in`'s to name."""
    return {name: _key(letters) for name, letters in _lines(text)}


def faults_in(text: str, secret: str = "") -> Iterator[str]:
    """Say in words what is wrong with written keys, never the keys themselves.

    `secret` is what signs the sessions: it must open nothing here.
    """
    seen: dict[str, bytes] = {}
    for number, (name, letters) in enumerate(_lines(text), 1):
        key = _key(letters)
        if not NAME.fullmatch(name):
            yield f"key {number} must be written id:base64, the id of 1 to 32 letters, digits, - or _"
        elif len(key) != KEY_BYTES:
            yield f"key {number} must hold {KEY_BYTES} bytes in base64"
        elif len(set(key)) < KEY_BYTES // 2:
            yield f"key {number} can be guessed"
        elif key in secret.encode() or letters.rstrip("=") in secret:
            yield f"key {number} is a part of SECRET_KEY; it needs a secret of its own"
        elif name in seen or key in seen.values():
            yield f"key {number} stands twice, or its id does"
        seen[name] = key


def derived(secret: str, purpose: str) -> str:
    """Return the line of a key for a demonstration that was given none."""
    key = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return f"demonstration:{base64.b64encode(key).decode()}"


def written(name: str, key: bytes) -> str:
    """Return the line of one key."""
    return f"{name}:{base64.b64encode(key).decode()}"


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in BETWEEN.split(text.strip()):
        if line:
            name, _, letters = line.partition(":")
            yield name, letters


def _key(letters: str) -> bytes:
    plain = letters.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
