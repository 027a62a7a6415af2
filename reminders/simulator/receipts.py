"""Telling the site what became of its messages, and telling it again while it is away."""

import heapq
import time
import urllib.parse
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from threading import Condition, Thread

from reminders.simulator.book import Taken
from reminders.simulator.habits import receipts

TRIES = 8
SECONDS_BETWEEN_TRIES = 1.0
SECONDS_TO_WAIT = 5.0
# After a restart receipts that may have been lost are given again, of messages not older than this.
SECONDS_REMEMBERED = 600.0


@dataclass(order=True)
class Receipt:
    """One thing to tell at a moment."""

    due: float
    number: int
    message: Taken = field(compare=False)
    status: int = field(compare=False)
    tries: int = field(default=0, compare=False)


class Teller:
    """A thread that posts receipts when they are due."""

    def __init__(self, address: str, seed: int) -> None:
        self.address = address
        self.seed = seed
        self.waiting: list[Receipt] = []
        self.counted = 0
        self.changed = Condition()
        # What stands in the surroundings about proxies is not meant for this machine itself.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def start(self, known: list[Taken]) -> None:
        """Begin, with the messages of an earlier run that are young enough."""
        for message in known:
            if time.time() - message.at < SECONDS_REMEMBERED:
                self.expect(message)
        if self.address:
            Thread(target=self._run, daemon=True, name="receipts").start()

    def expect(self, message: Taken) -> None:
        """Plan the receipts of a message."""
        with self.changed:
            for due, status in receipts(message, self.seed):
                self._push(Receipt(due, self.counted, message, status))
            self.changed.notify()

    def _push(self, receipt: Receipt) -> None:
        self.counted += 1
        heapq.heappush(self.waiting, receipt)

    def _run(self) -> None:
        while True:
            receipt = self._next()
            if not self._tell(receipt) and receipt.tries + 1 < TRIES:
                self._plan_again(receipt)

    def _next(self) -> Receipt:
        with self.changed:
            while not self.waiting or self.waiting[0].due > time.time():
                due = self.waiting[0].due if self.waiting else None
                self.changed.wait(None if due is None else max(0.0, due - time.time()))
            return heapq.heappop(self.waiting)

    def _plan_again(self, receipt: Receipt) -> None:
        pause = SECONDS_BETWEEN_TRIES * 2**receipt.tries
        with self.changed:
            tries, status = receipt.tries + 1, receipt.status
            due = time.time() + pause
            self._push(Receipt(due, self.counted, receipt.message, status, tries))

    def _tell(self, receipt: Receipt) -> bool:
        """Post one receipt and return whether the site took it."""
        fields = {
            "id": receipt.message.id,
            "phone": receipt.message.phone,
            "status": str(receipt.status),
            "time": time.strftime("%d.%m.%Y %H:%M:%S"),
        }
        try:
            data = urllib.parse.urlencode(fields).encode()
            with closing(self.opener.open(self.address, data, SECONDS_TO_WAIT)):
                return True
        except OSError:
            # Every refusal of urllib is one.
            return False
