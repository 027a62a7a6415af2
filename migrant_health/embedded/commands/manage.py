"""`./run manage ...`: Django's command line, with the servers it needs."""

from migrant_health.embedded.caller import directory
from migrant_health.embedded.foreground import Foreground
from migrant_health.embedded.management import OWNER_ALIAS, Management
from migrant_health.embedded.session import Session

# Commands that change tables; only their owner may.
FOR_OWNER = frozenset({"migrate", "apply_policies", "sqlflush", "flush"})


def run(session: Session, rest: list[str]) -> int:
    """Run the command where it was typed, so that file names mean what they say."""
    with session.embedded_servers():
        environment = session.environment()
        command = Management(session.checkout, environment).command(*as_owner(rest))
        foreground = Foreground(session.interruption)
        return foreground.run(command, environment=environment, directory=directory())


def as_owner(arguments: list[str]) -> list[str]:
    """Return the arguments, with the owner's connection where tables change."""
    if arguments[:1] and arguments[0] in FOR_OWNER and not names_database(arguments):
        return [arguments[0], "--database", OWNER_ALIAS, *arguments[1:]]
    return arguments


def names_database(arguments: list[str]) -> bool:
    """Return whether a connection was chosen already."""
    return any(word.startswith("--database") for word in arguments)
