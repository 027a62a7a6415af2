"""Every message of the product: our Python, our templates, and what our libraries say to users."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from migrant_health.catalogues import python_source, template_source
from migrant_health.catalogues.borrowed import BORROWED
from migrant_health.catalogues.message import Message

ROOMS = (
    "audit",
    "accounts",
    "cases",
    "referrals",
    "reminders",
    "reports",
    "desk",
    "migrant_health",
)


def all_messages(root: Path | None = None) -> dict[Message, list[str]]:
    """Return every message with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path, message in _everywhere(root or settings.BASE_DIR):
        places = found.setdefault(message, [])
        if path not in places:
            places.append(path)
    for text in BORROWED:
        found.setdefault(text, []).append("(library)")
    return found


def _everywhere(root: Path) -> Iterator[tuple[str, Message]]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts and "catalogues" not in path.parts:
                for message in python_source.messages_in(path):
                    yield str(path.relative_to(root)), message
    for path in sorted((root / "templates").rglob("*.html")):
        for message in template_source.messages_in(path):
            yield str(path.relative_to(root)), message
