"""How often, and after how long, a process that died is started again."""

import time
from dataclasses import dataclass, field

DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0)
# Whoever held out this long is trusted again.
SECONDS_OF_GOOD_HEALTH = 60.0


@dataclass
class Restarts:
    """The count of one process."""

    count: int = 0
    began: float = field(default_factory=time.monotonic)

    def next_delay(self) -> float | None:
        """Return the seconds to wait before the next start, None when it is time to give up."""
        if time.monotonic() - self.began > SECONDS_OF_GOOD_HEALTH:
            self.count = 0
        if self.count >= len(DELAYS):
            return None
        self.count += 1
        return DELAYS[self.count - 1]

    def note_start(self) -> None:
        """Remember when it was last started."""
        self.began = time.monotonic()
