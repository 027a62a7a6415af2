"""Django's commands during the set-up: their output goes to var/log/setup.log."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass

from migrant_health.embedded import children
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.problem import Problem

OWNER_ALIAS = "owner"


@dataclass(frozen=True)
class Management:
    """manage.py in one environment."""

    checkout: Checkout
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """Return the command line for one of Django's commands."""
        return [str(self.checkout.python), str(self.checkout.root / "manage.py"), *arguments]

    def run(self, *arguments: str) -> str:
        """Run one command and return what it printed; a failure is a `Problem`."""
        log = self.checkout.log / "setup.log"
        with tempfile.TemporaryFile() as printed, log.open("ab") as told:
            child = children.spawn(
                self.command(*arguments),
                environment=self.environment,
                directory=self.checkout.root,
                output=printed,
                errors=told,
            )
            code = children.finish(child)
            printed.seek(0)
            said = printed.read()
            told.write(said)
        if code:
            raise Problem(_explain(arguments[0], children.last_line(log)))
        return said.decode("utf-8", "replace")

    def migrate(self) -> str:
        """Bring the tables up to date, as their owner."""
        return self.run("migrate", "--database", OWNER_ALIAS, "--noinput")


def _explain(name: str, reason: str) -> str:
    return f"manage {name} failed ({reason}); all of it is in var/log/setup.log"
