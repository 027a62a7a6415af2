"""Secrets in links: 256 bits by chance, of which only a digest is ever stored."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return a secret for an address (43 characters that need no quoting)."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """Return what may be stored of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
