"""One string that people read."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Message:
    """A msgid with its context and plural; the same three are one entry of a catalogue."""

    singular: str
    plural: str = ""
    context: str = ""
