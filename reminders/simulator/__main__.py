"""`python -m reminders.simulator --port 8025 --log FILE --receipts URL`."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from reminders.simulator.book import Book
from reminders.simulator.counter import Counter
from reminders.simulator.receipts import Teller
from reminders.simulator.server import Server

# The address of the receipts holds a secret, and command lines are there for everybody to read.
RECEIPTS = "GATEWAY_RECEIPTS_URL"


def arguments() -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(prog="python -m reminders.simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", type=Path, required=True, help="every message it took")
    parser.add_argument(
        "--receipts", default=os.environ.get(RECEIPTS, ""), help=f"where to ({RECEIPTS})"
    )
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--seed", type=int, default=0, help="for how long a delivery takes")
    parser.add_argument("--forgetful", action="store_true", help="gives no receipts")
    parser.add_argument("--knows-keys", action="store_true", help="takes each id only once")
    return parser.parse_args()


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """End at once; whatever was answered is in the file."""
    del number, frame
    sys.exit(0)


def main() -> None:
    """Serve until somebody asks to stop."""
    typed = arguments()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    book = Book(typed.log)
    teller = Teller(typed.receipts, typed.seed)
    counter = Counter(book, teller, typed.delay, typed.seed, typed.knows_keys, typed.forgetful)
    server = Server(typed.port, counter)
    teller.start([] if typed.forgetful else book.all())
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
