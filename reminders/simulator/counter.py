"""The two questions that the simulator answers, in the words of smsc.kz."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from reminders.simulator import habits
from reminders.simulator.book import Book, Taken
from reminders.simulator.receipts import Teller

Reply = dict[str, object]
LETTERS_IN_A_PART = 70
SHORTEST_PHONE, LONGEST_PHONE = 10, 15


@dataclass
class Counter:
    """Takes messages and says what became of them."""

    book: Book
    teller: Teller
    delay: float = 0.0
    seed: int = 0
    knows_keys: bool = False
    is_forgetful: bool = False
    refused_once: set[str] = field(default_factory=set)

    def send(self, fields: Mapping[str, str]) -> Reply:
        """Take one message: /sys/send.php."""
        if error := self._error(fields):
            return refusal(error)
        phone = digits(fields["phones"])
        seconds = self.delay + habits.habit_of(phone).seconds
        before = min(seconds / 2, habits.SECONDS_UNTIL_TAKEN)
        time.sleep(before)
        message = Taken(fields["id"], phone, fields["mes"], time.time())
        if self.book.take(message, only_once=self.knows_keys) and not self.is_forgetful:
            self.teller.expect(message)
        time.sleep(seconds - before)
        return {"id": message.id, "cnt": math.ceil(len(message.text) / LETTERS_IN_A_PART)}

    def status(self, fields: Mapping[str, str]) -> Reply:
        """Say what became of a message: /sys/status.php."""
        if not has_account(fields):
            return refusal(habits.WRONG_ACCOUNT)
        found = self.book.find(fields.get("id", ""), digits(fields.get("phone", "")))
        if found is None:
            return {"status": habits.NOT_FOUND}
        now = time.time()
        status = habits.status_at(found, self.seed, now)
        return {"status": status, "last_timestamp": int(now), "err": 0}

    def _error(self, fields: Mapping[str, str]) -> int:
        if not has_account(fields):
            return habits.WRONG_ACCOUNT
        if not all(fields.get(name) for name in ("phones", "mes", "id")):
            return habits.WRONG_PARAMETERS
        phone = digits(fields["phones"])
        if not SHORTEST_PHONE <= len(phone) <= LONGEST_PHONE:
            return habits.WRONG_NUMBER
        habit = habits.habit_of(phone)
        if habit.only_at_first and fields["id"] in self.refused_once:
            return 0
        self.refused_once.add(fields["id"])
        return habit.error


def has_account(fields: Mapping[str, str]) -> bool:
    """Say whether a login and a password are there; any will do."""
    return bool(fields.get("login") and fields.get("psw"))


def digits(phone: str) -> str:
    """Return a phone as its digits alone, as smsc.kz keeps it; empty where it holds more."""
    bare = phone.strip().removeprefix("+")
    return bare if bare.isascii() and bare.isdigit() else ""


def refusal(code: int) -> Reply:
    """Return an error, which comes inside an ordinary answer."""
    words = {1: "parameters error", 2: "authorise error", 3: "no money", 7: "invalid number"}
    return {"error": words[code], "error_code": code}
