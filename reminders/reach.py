"""Whether a message may go to a person at all, and in which language."""

from collections.abc import Collection
from dataclasses import dataclass

FALLBACK = "ru"


@dataclass(frozen=True)
class Person:
    """What is known about reaching somebody; numbers are current ones."""

    language: str
    other_languages: tuple[str, ...] = ()
    reads: str = "unknown"
    has_number: bool = False
    has_agreed: bool = False
    is_muted: bool = False


@dataclass(frozen=True)
class Reach:
    """The state a reminder waits in, and why not where it is denied."""

    state: str
    denial: str = ""


def reach(person: Person) -> Reach:
    """Say whether a message may go out; where it may not, somebody has to call."""
    if person.is_muted:
        return Reach("muted")
    if not person.has_number:
        return Reach("denied", "no_number")
    if person.reads == "no":
        return Reach("denied", "does_not_read")
    return Reach("scheduled") if person.has_agreed else Reach("denied", "not_agreed")


def language_of(person: Person, written: Collection[str]) -> str:
    """Return the language of the message: their own, else the first other one we can write."""
    known = (language for language in (person.language, *person.other_languages))
    return next((language for language in known if language in written), FALLBACK)
