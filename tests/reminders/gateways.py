"""A gateway as far as we know it from outside: what it took it keeps by key, and sends once."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from reminders.gateway import Answer, Failure, InDoubt, Message, NotAccepted, Status


class Killed(BaseException):
    """The worker was killed in the middle: nobody writes anything down."""


@dataclass
class FakeGateway:
    """Keeps what it took by key; `next` says what goes wrong with the calls to come."""

    taken: dict[uuid.UUID, Message] = field(default_factory=dict)
    status: dict[uuid.UUID, Answer] = field(default_factory=dict)
    sent_out: Counter[uuid.UUID] = field(default_factory=Counter)
    calls: list[tuple[str, uuid.UUID]] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    repeated: int = 0

    def send(self, message: Message) -> Answer:
        """Take a message, unless told otherwise; the same key is taken once."""
        self.calls.append(("send", message.key))
        fault = self.next.pop(0) if self.next else ""
        if fault == "killed_before":
            raise Killed
        if fault == "lost_before":
            raise InDoubt
        if fault in {"busy", "wrong_number"}:
            failure = Failure.WRONG_NUMBER if fault == "wrong_number" else Failure.OTHER
            raise NotAccepted(failure, is_final=fault == "wrong_number")
        self._take(message)
        if fault == "killed_after":
            raise Killed
        if fault == "lost_after":
            raise InDoubt
        return self.status[message.key]

    def ask(self, key: uuid.UUID, phone: str) -> Answer:
        """Say what became of a key."""
        self.calls.append(("ask", key))
        assert key not in self.taken or self.taken[key].phone == phone
        fault = self.next.pop(0) if self.next else ""
        if fault in {"killed_before", "killed_after"}:
            raise Killed
        if fault:
            raise InDoubt
        return self.status.get(key, Answer(Status.UNKNOWN))

    def say(self, key: uuid.UUID, status: Status, failure: Failure = Failure.NONE) -> None:
        """Come so far with a message."""
        self.status[key] = Answer(status, failure)

    def _take(self, message: Message) -> None:
        if message.key in self.taken:
            self.repeated += 1
        else:
            self.taken[message.key] = message
            self.sent_out[message.key] += 1
            self.status[message.key] = Answer(Status.QUEUED)
