"""Ctrl-C and SIGTERM: asked once, everything is stopped in order; asked twice, at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked this command to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Interruption:
    """Turns signals into `Stopped`, passes them on to a child, or only remembers haste."""

    def __init__(self) -> None:
        self.is_shielded = False
        self.is_urgent = False
        self.receiver: Callable[[int], None] | None = None

    def listen(self) -> None:
        """Begin to answer the signals."""
        for number in SIGNALS:
            # `nohup ./run` asks that the end of the terminal be ignored.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._hear)

    def shield(self) -> None:
        """Let what follows finish: another signal only makes it hurry."""
        self.is_shielded = True

    @contextmanager
    def pass_on(self, receiver: Callable[[int], None]) -> Iterator[None]:
        """Hand signals to the receiver for a while instead of stopping."""
        self.receiver = receiver
        try:
            yield
        finally:
            self.receiver = None

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.receiver is not None:
            self.receiver(number)
        elif self.is_shielded:
            self.is_urgent = True
        else:
            self.is_shielded = True
            raise Stopped(number)
