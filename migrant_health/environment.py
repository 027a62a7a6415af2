"""Settings read from the environment, loudly: a missing or misspelt value stops the start."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the content of the file that NAME_FILE names (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return _content(name, path)
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"Set the environment variable {name} (or {name}_FILE);"
            " ./run, ./run test and ./run manage set it for you."
        )
    return value


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({reason}):"
            " name a file that this user may read."
        ) from error


def everything(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is given by name, and by name the sentence about a file that cannot be read."""
    given: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for name in names:
        try:
            given[name] = text(name, "")
        except ImproperlyConfigured as fault:
            unreadable[name] = str(fault)
    return given, unreadable


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything but a known word is an error."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value in TRUE


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def postgres(url: str) -> dict[str, Any]:
    """Return Django's database settings for postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("A database address looks like postgresql://user:pw@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "migrant_health"},
    }
