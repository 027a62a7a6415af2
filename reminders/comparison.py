"""What the plan says against what is stored: the fewest changes that make them agree."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Key = tuple[uuid.UUID, str, datetime.date]
# Never handed over, or known not to have been taken: the plan may still change these.
CHANGEABLE = frozenset({"scheduled", "denied", "muted", "cleared"})


@dataclass(frozen=True)
class Content:
    """All that the plan decides about one reminder."""

    state: str
    denial: str
    due_at: datetime.datetime
    useful_until: datetime.datetime
    appointment_at: datetime.datetime | None
    language: str
    text: str


@dataclass(frozen=True)
class Stored:
    """One reminder as it is in the database."""

    id: uuid.UUID
    key: Key
    content: Content


@dataclass
class Changes:
    """What to store anew, what to bring in line, and what is not due any more."""

    new: list[Key] = field(default_factory=list)
    changed: list[tuple[Stored, Content]] = field(default_factory=list)
    cleared: list[Stored] = field(default_factory=list)


def compare(
    wanted: Mapping[Key, Content], stored: Iterable[Stored], now: datetime.datetime
) -> Changes:
    """Return the changes; what went out, or may have, is never among them."""
    changes = Changes()
    known = set()
    for one in stored:
        known.add(one.key)
        if one.content.state not in CHANGEABLE:
            continue
        if one.key not in wanted:
            if _is_to_clear(one.content, now):
                changes.cleared.append(one)
        elif one.content != wanted[one.key]:
            changes.changed.append((one, wanted[one.key]))
    changes.new = [key for key in wanted if key not in known]
    return changes


def _is_to_clear(content: Content, now: datetime.datetime) -> bool:
    # Why nobody was told stays on record once the moment has passed.
    return content.state == "scheduled" or (
        content.state in {"denied", "muted"} and content.useful_until > now
    )
