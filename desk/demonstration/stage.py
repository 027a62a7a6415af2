"""What every part of the demonstration needs: the clock, chance with a fixed seed, who is there."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from accounts.acting import Acting
from accounts.models import Organisation
from desk.demonstration.clock import Clock
from referrals.models import Service

SEED = 20_261_123
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Stage:
    """Organisations and members by a short name, services by organisation and kind."""

    clock: Clock
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Acting] = field(default_factory=dict)
    services: dict[tuple[str, str], Service] = field(default_factory=dict)
    # Not for secrets: the same seed must give the same people.
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    def key(self) -> uuid.UUID:
        """Return a form's own key, as a page would draw it."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def happens(self, share: float) -> bool:
        """Say whether something happens that happens to this share of people."""
        return self.chance.random() < share

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Return one of these."""
        return self.chance.choice(things)
