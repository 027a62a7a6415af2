"""How the simulator treats a phone: its last two digits decide, so that every trouble can be had.

01 slow; 02 slower than anybody waits; 03 wrong number; 04 no funds at the first try; 05 receipts
twice and in the wrong order; 06 never reached; all others: delivered after a second or two.
"""

import random
from dataclasses import dataclass

from reminders.simulator.book import Taken

WAITING, SENT, DELIVERED, UNDELIVERABLE, NOT_FOUND = -1, 0, 1, 20, -3
WRONG_PARAMETERS, WRONG_ACCOUNT, NO_FUNDS, WRONG_NUMBER = 1, 2, 3, 7
SECONDS_UNTIL_SENT = 0.5
SECONDS_UNTIL_GIVEN_UP = 3.0
# A message is taken no later than this after the question, however long the answer is held back.
SECONDS_UNTIL_TAKEN = 1.0

Step = tuple[float, int]


@dataclass(frozen=True)
class Habit:
    """What is special about a phone."""

    seconds: float = 0.0
    error: int = 0
    only_at_first: bool = False
    is_reached: bool = True
    tells_twice: bool = False


HABITS = {
    "01": Habit(seconds=3.0),
    "02": Habit(seconds=12.0),
    "03": Habit(error=WRONG_NUMBER),
    "04": Habit(error=NO_FUNDS, only_at_first=True),
    "05": Habit(tells_twice=True),
    "06": Habit(is_reached=False),
}


def habit_of(phone: str) -> Habit:
    """Return how this phone is treated."""
    return HABITS.get(phone[-2:], Habit())


def course(message: Taken, seed: int) -> list[Step]:
    """Return after how many seconds the message gets which status; the same at every call."""
    if not habit_of(message.phone).is_reached:
        return [(SECONDS_UNTIL_SENT, SENT), (SECONDS_UNTIL_GIVEN_UP, UNDELIVERABLE)]
    chance = random.Random(f"{seed}:{message.id}:{message.at}")  # noqa: S311 - no secret
    return [(SECONDS_UNTIL_SENT, SENT), (1.0 + chance.random(), DELIVERED)]


def status_at(message: Taken, seed: int, now: float) -> int:
    """Return the status that the message has reached by now."""
    reached = [status for after, status in course(message, seed) if message.at + after <= now]
    return reached[-1] if reached else WAITING


def receipts(message: Taken, seed: int) -> list[Step]:
    """Return when which receipt goes out (a moment, a status), in this order."""
    steps = course(message, seed)
    if habit_of(message.phone).tells_twice:
        latest = max(after for after, _status in steps)
        steps = [(latest, status) for _after, status in reversed(steps) for _copy in range(2)]
    return [(message.at + after, status) for after, status in steps]
