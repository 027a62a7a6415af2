"""Sealing what must not be read in a stolen database, and finding it again. Pure.

AES-256-GCM (NIST SP 800-38D) under one of several keys; the newest seals, all of them open. What is
sealed is bound to its place (table, column, key of the row): moved elsewhere it does not open.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
KEY_BYTES, NONCE_BYTES = 32, 12
# Texts are filled up to a multiple of this, so that a length does not tell +7 from +996.
FULL = 32
END, FILLER = b"\x80", b"\x00"
# What the database checks of a column: at least a nonce, 32 bytes and a tag, in letters.
SEALED = r"^v1\.[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{80,}$"
MARKED = r"^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{43}$"


class Unreadable(Exception):
    """Sealed under a key not held here, for another place, cut or changed. Never says what."""

    def __init__(self) -> None:
        super().__init__("what was sealed cannot be opened with the keys and for the place given")


@dataclass(frozen=True)
class Place:
    """Where a value stands: nothing sealed for one place opens in another."""

    table: str
    column: str
    row: str = ""

    def bound(self, *more: str) -> bytes:
        """Return the place and whatever else is bound, each part with its length before it."""
        parts = [part.encode() for part in (*more, self.table, self.column, self.row)]
        return b"".join(len(part).to_bytes(4) + part for part in parts)


@dataclass(frozen=True)
class KeyRing:
    """Keys by their ids, the newest last."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return [*self.keys][-1]

    @property
    def head(self) -> str:
        """What tokens of the newest key begin with."""
        return f"{VERSION}.{self.newest}."

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    def seal(self, clear: bytes, place: Place) -> bytes:
        """Return the token of some bytes: version, key id, nonce, what is sealed, its tag."""
        head, nonce = self.head, os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, clear, place.bound(head))
        return head.encode() + nonce + sealed

    def open(self, token: bytes, place: Place) -> bytes:
        """Return the bytes a token holds; raises Unreadable."""
        head, body = _parted(token)
        return self._opened(head, body, place)

    def seal_text(self, clear: str, place: Place) -> str:
        """Return the token of a text, in letters; nothing stays nothing."""
        if not clear:
            return ""
        head, body = _parted(self.seal(_filled(clear.encode()), place))
        return head + base64.urlsafe_b64encode(body).decode().rstrip("=")

    def open_text(self, token: str, place: Place) -> str:
        """Return the text a token holds; raises Unreadable."""
        if not token:
            return ""
        head, body = _parted(token.encode())
        return _emptied(self._opened(head, _from_letters(body), place)).decode()

    def _opened(self, head: str, body: bytes, place: Place) -> bytes:
        cipher = self._ciphers.get(key_of(head))
        if cipher is None:
            raise Unreadable
        try:
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.bound(head))
        except (InvalidTag, ValueError):
            raise Unreadable from None


def key_of(token: str) -> str:
    """Return the id of the key under which a token was sealed, empty where it is none."""
    version, _, rest = token.partition(".")
    return rest.partition(".")[0] if version == VERSION else ""


@dataclass(frozen=True)
class BlindIndex:
    """Marks by which an equal value is found, and from which it cannot be told without the key."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def head(self) -> str:
        """What marks of the newest key begin with."""
        return f"{[*self.keys][-1]}."

    def mark(self, clear: str, place: Place) -> str:
        """Return the mark under the newest key: the key's id, a dot, 43 letters."""
        return self.marks(clear, place)[-1]

    def marks(self, clear: str, place: Place) -> list[str]:
        """Return the marks under every key: a row may still bear an older one."""
        return [f"{name}.{_digest(key, clear.encode(), place)}" for name, key in self.keys.items()]


def _digest(key: bytes, clear: bytes, place: Place) -> str:
    digest = hmac.digest(key, place.bound() + clear, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _parted(token: bytes) -> tuple[str, bytes]:
    version, _, rest = token.partition(b".")
    name, dot, body = rest.partition(b".")
    if not dot or not (version + name).isascii():
        raise Unreadable
    return f"{version.decode()}.{name.decode()}.", body


def _from_letters(body: bytes) -> bytes:
    try:
        found = base64.b64decode(body + b"=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise Unreadable from None
    # Letters that mean the same bytes are still another token.
    if base64.urlsafe_b64encode(found).rstrip(b"=") != body:
        raise Unreadable
    return found


def _filled(clear: bytes) -> bytes:
    missing = -(len(clear) + 1) % FULL
    return clear + END + FILLER * missing


def _emptied(filled: bytes) -> bytes:
    return filled.rstrip(FILLER)[: -len(END)]
