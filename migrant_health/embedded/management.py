"""Django's commands during the set-up: their output goes to var/log/setup.log."""

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
        """Run one command, note what it said and return it; a failure is a `Problem`."""
        log = self.checkout.log / "setup.log"
        begin = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            child = self._spawn(arguments, output.fileno())
            code = children.finish(child)
        said = log.read_bytes()[begin:].decode("utf-8", "replace")
        if code:
            raise Problem(_explain(arguments[0], said))
        return said

    def _spawn(self, arguments: tuple[str, ...], output: int) -> children.Child:
        return children.spawn(
            self.command(*arguments),
            environment=self.environment,
            directory=self.checkout.root,
            output=output,
        )

    def migrate(self) -> str:
        """Bring the tables up to date, as their owner."""
        return self.run("migrate", "--database", OWNER_ALIAS, "--noinput")


def _explain(name: str, said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = lines[-1] if lines else "it said nothing"
    return f"manage {name} failed ({reason}); all of it is in var/log/setup.log"
