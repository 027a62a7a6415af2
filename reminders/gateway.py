"""What a gateway for messages is to us: two questions, and how its answers are read.

A gateway gets our own id as its key. Whatever it does not answer clearly is in doubt, and is
settled by asking for that key, never by sending again.
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """How far the gateway says a message is."""

    UNKNOWN = "unknown"  # the gateway has never heard of the key: nothing was sent
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class Failure(StrEnum):
    """Why a message did not arrive, in words that hold for every gateway."""

    NONE = ""
    WRONG_NUMBER = "wrong_number"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_FUNDS = "no_funds"
    TOO_LATE = "too_late"
    OTHER = "other"


@dataclass(frozen=True)
class Message:
    """One text to one phone (international form) under our own key."""

    key: uuid.UUID
    phone: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What the gateway said about a key."""

    status: Status
    failure: Failure = Failure.NONE


class InDoubt(Exception):
    """No clear answer (timeout, broken connection, server error): it may have been sent or not."""


class NotAccepted(Exception):
    """The gateway clearly said no and sent nothing; `is_final` when trying again cannot help."""

    def __init__(self, failure: Failure, *, is_final: bool) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.is_final = is_final


class Gateway(Protocol):
    """Whoever carries messages. Both calls end within `settings.GATEWAY_TIMEOUT` seconds."""

    def send(self, message: Message) -> Answer:
        """Hand over one message; raise InDoubt or NotAccepted."""
        ...

    def ask(self, key: uuid.UUID, phone: str) -> Answer:
        """Say what became of a key; raise InDoubt."""
        ...
