"""The keys this process was given: those that seal fields and files, those that find them."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts import key_lines
from accounts.cipher import BlindIndex, KeyRing


def key_ring() -> KeyRing:
    """Return the keys of sealed values."""
    return _key_ring(settings.FIELD_KEYS)


def blind_index() -> BlindIndex:
    """Return the keys of marks."""
    return _blind_index(settings.BLIND_INDEX_KEY)


@lru_cache(maxsize=4)
def _key_ring(text: str) -> KeyRing:
    return KeyRing(_keys("FIELD_KEYS", text))


@lru_cache(maxsize=4)
def _blind_index(text: str) -> BlindIndex:
    return BlindIndex(_keys("BLIND_INDEX_KEY", text))


def _keys(name: str, text: str) -> dict[str, bytes]:
    keys = key_lines.read(text)
    if not keys:
        raise ImproperlyConfigured(f"{name} was not given to this process.")
    return keys
