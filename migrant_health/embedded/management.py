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

    def begin(self, *arguments: str) -> "Job":
        """Start one command and return it while it works."""
        return Job(self, arguments)

    def run(self, *arguments: str) -> str:
        """Run one command and return what it printed; a failure is a `Problem`."""
        return self.begin(*arguments).result()

    def migrate(self) -> str:
        """Bring the tables up to date, as their owner."""
        return self.run("migrate", "--database", OWNER_ALIAS, "--noinput")


class Job:
    """One of Django's commands at work."""

    def __init__(self, management: Management, arguments: tuple[str, ...]) -> None:
        self.name = arguments[0]
        self.log = management.checkout.log / "setup.log"
        self.printed = tempfile.TemporaryFile()  # noqa: SIM115 - `result` and `cancel` close it
        with self.log.open("ab") as told:
            self.child = children.spawn(
                management.command(*arguments),
                environment=management.environment,
                directory=management.checkout.root,
                output=self.printed,
                errors=told,
            )

    def result(self) -> str:
        """Wait for the end and return what was printed; a failure is a `Problem`."""
        code = children.finish(self.child)
        with self.printed:
            self.printed.seek(0)
            said = self.printed.read()
        with self.log.open("ab") as told:
            told.write(said)
        if code:
            raise Problem(self._explain())
        return said.decode("utf-8", "replace")

    def cancel(self) -> None:
        """Stop the command, if it still works."""
        children.stop(self.child)
        self.printed.close()

    def _explain(self) -> str:
        reason = children.last_line(self.log)
        return f"manage {self.name} failed ({reason}); all of it is in var/log/setup.log"
