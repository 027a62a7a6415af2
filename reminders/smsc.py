"""smsc.kz, spoken to over its HTTP interface (/sys/send.php, /sys/status.php, answers in JSON).

It takes an id of ours but does not refuse the same one twice: two requests are two messages. That
is why a doubt is settled by asking, never by sending again.
"""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from reminders.exchange import NotReached, Unclear, post
from reminders.gateway import Answer, Failure, InDoubt, Message, NotAccepted, Status

FORM = {"fmt": "3", "charset": "utf-8"}

# What its statuses say of a message. Stopped (-2) can be let go again, so it waits like -1.
STATUSES: dict[int, Answer] = {
    -3: Answer(Status.UNKNOWN),
    -2: Answer(Status.QUEUED),
    -1: Answer(Status.QUEUED),
    0: Answer(Status.SENT),
    1: Answer(Status.DELIVERED),
    2: Answer(Status.DELIVERED),  # read
    3: Answer(Status.FAILED, Failure.UNREACHABLE),  # the message expired; the phone was off
    4: Answer(Status.DELIVERED),  # a link in it was opened
    20: Answer(Status.FAILED, Failure.UNREACHABLE),
    22: Answer(Status.FAILED, Failure.WRONG_NUMBER),
    23: Answer(Status.FAILED, Failure.REFUSED),
    24: Answer(Status.FAILED, Failure.NO_FUNDS),
    25: Answer(Status.FAILED, Failure.UNREACHABLE),
}

# The errors by which it says that it took nothing: why, and whether it will say so for ever.
# What a person can put right at the gateway (password, money, blocked address) is not final:
# the messages wait for it.
REFUSALS: dict[int, tuple[Failure, bool]] = {
    1: (Failure.OTHER, True),  # the parameters; they would be the same again
    2: (Failure.OTHER, False),  # login or password
    3: (Failure.NO_FUNDS, False),
    4: (Failure.OTHER, False),  # our address is blocked for a while
    5: (Failure.OTHER, True),  # the date; we send none, so it is a parameter again
    6: (Failure.REFUSED, True),  # the text or the sender's name is forbidden
    7: (Failure.WRONG_NUMBER, True),
    8: (Failure.UNREACHABLE, True),  # cannot be delivered to this number
}
# Error 9 (the same request twice within a minute, or too many at once) is left out on purpose, as
# is any error not known to us: the first of two equal requests may have been ours and accepted.


@dataclass(frozen=True)
class Smsc:
    """One account there; `address` is where /sys/ begins."""

    address: str
    login: str
    password: str = field(repr=False)

    def send(self, message: Message) -> Answer:
        """Hand over one message under our key; raise InDoubt or NotAccepted."""
        try:
            said = self._ask("send", phones=message.phone, mes=message.text, id=message.key.hex)
        except NotReached:
            # The number may be perfectly right: it is the gateway that is away, and only for now.
            raise NotAccepted(Failure.OTHER, is_final=False) from None
        if "error_code" in said or "error" in said:
            raise _refusal(said.get("error_code"))
        if "id" not in said:
            raise InDoubt
        return Answer(Status.QUEUED)

    def ask(self, key: uuid.UUID, phone: str) -> Answer:
        """Say what became of a key; raise InDoubt."""
        try:
            said = self._ask("status", phone=phone, id=key.hex)
        except NotReached:
            raise InDoubt from None
        if (found := meaning(said.get("status"))) is None:
            raise InDoubt
        return found

    def _ask(self, page: str, **fields: str) -> dict[str, Any]:
        account = {"login": self.login, "psw": self.password}
        try:
            said = json.loads(post(f"{self.address}/sys/{page}.php", account | fields | FORM))
        except (Unclear, ValueError, RecursionError):
            raise InDoubt from None
        if not isinstance(said, dict):
            raise InDoubt
        return said


def meaning(status: object) -> Answer | None:
    """Return what a status of theirs (a number, or a number in words) says; None if not known."""
    try:
        return STATUSES.get(int(str(status)))
    except ValueError:
        return None


def _refusal(code: object) -> InDoubt | NotAccepted:
    try:
        failure, is_final = REFUSALS[int(str(code))]
    except (KeyError, ValueError):
        return InDoubt()
    return NotAccepted(failure, is_final=is_final)
