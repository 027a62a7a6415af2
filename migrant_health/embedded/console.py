"""What `./run` says while it works."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

GREEN, RED, PLAIN = "\033[32m", "\033[31m", "\033[0m"


class Console:
    """Numbered steps with their seconds; plain text unless it is a terminal that reads it."""

    def __init__(self, stream: TextIO | None, *, total: int = 0, first: int = 1) -> None:
        self.stream = stream
        self.total = total
        self.next = first
        self.coloured = stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
        self.line_is_open = False

    def write(self, text: str) -> None:
        """Write, whatever happens: a reader who left (`./run | head`) stops nothing."""
        if self.stream is None:
            return
        with suppress(OSError, ValueError):
            self.stream.write(text)
            self.stream.flush()

    def say(self, text: str) -> None:
        """Write one line of its own."""
        self.write(("\n" if self.line_is_open else "") + text + "\n")
        self.line_is_open = False

    def paint(self, text: str, colour: str) -> str:
        """Return the text in a colour where colours are read."""
        return f"{colour}{text}{PLAIN}" if self.coloured else text

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Number one step of the set-up and say how long it took."""
        self.write(f"[{self.next}/{self.total}] {title} ...")
        self.line_is_open = True
        self.next += 1
        began = time.monotonic()
        try:
            yield
        except BaseException:
            if self.line_is_open:
                self.say("")
            raise
        seconds = f"{time.monotonic() - began:.1f} s"
        self.write((" " if self.line_is_open else "      done in ") + seconds + "\n")
        self.line_is_open = False


def complain(sentence: str) -> None:
    """Write the sentence that explains a non-zero exit."""
    Console(sys.stderr).say(f"run: {sentence}")
