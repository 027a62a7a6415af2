"""What the simulator has taken: kept in a file of JSON lines, so that it outlives the process."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock


@dataclass(frozen=True)
class Taken:
    """One message that was accepted; `at` in seconds since 1970."""

    id: str
    phone: str
    text: str
    at: float


class Book:
    """The file and what stands in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = Lock()
        self.messages = self._load()

    def take(self, message: Taken, *, only_once: bool = False) -> bool:
        """Write a message down for good; return False where its id was known and counts once."""
        with self.lock:
            if only_once and any(known.id == message.id for known in self.messages):
                return False
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            self.messages.append(message)
            return True

    def find(self, key: str, phone: str) -> Taken | None:
        """Return the latest message with this id to this phone."""
        same = (one for one in reversed(self.all()) if (one.id, one.phone) == (key, phone))
        return next(same, None)

    def all(self) -> list[Taken]:
        """Return every message, the oldest first."""
        with self.lock:
            return list(self.messages)

    def _load(self) -> list[Taken]:
        """Read the file; half a line at its end was never answered and is cut off."""
        if not self.path.exists():
            return []
        whole, _, half = self.path.read_bytes().rpartition(b"\n")
        if half:
            os.truncate(self.path, len(whole) + 1 if whole else 0)
        return [Taken(**json.loads(line)) for line in whole.splitlines()]
