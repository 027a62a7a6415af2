"""How long to wait before trying or asking again: longer each time, so that nobody is hammered."""

from collections.abc import Callable
from datetime import timedelta

Pause = Callable[[int], timedelta]

# Tries of one reminder in all: about four hours, in which most troubles pass.
MOST_ATTEMPTS = 8
LONGEST_TRY, LONGEST_ASK = timedelta(hours=1), timedelta(minutes=10)
# A receipt usually comes within minutes; who waits longer asks.
RECEIPT, LONGEST_RECEIPT = timedelta(minutes=15), timedelta(hours=6)
# After that a receipt tells nobody anything, and the operator has forgotten.
ASK_UNTIL = timedelta(days=2)


def before_try(attempts: int) -> timedelta:
    """Return the pause after so many tries that were refused (30 s, 2 min, 8 min, ...)."""
    factor: int = 4 ** min(max(attempts, 1) - 1, 8)
    return min(LONGEST_TRY, timedelta(seconds=30) * factor)


def before_ask(asks: int) -> timedelta:
    """Return the pause after so many questions without an answer (5 s, 10 s, 20 s, ...)."""
    factor: int = 2 ** min(max(asks, 1) - 1, 16)
    return min(LONGEST_ASK, timedelta(seconds=5) * factor)


def before_receipt(asks: int) -> timedelta:
    """Return how long a receipt may take, after so many questions answered with nothing new."""
    factor: int = 2 ** min(asks, 16)
    return min(LONGEST_RECEIPT, RECEIPT * factor)
