"""The second half of `./run`, inside .venv: what each command does."""

import sys
from collections.abc import Callable

from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console, complain
from migrant_health.embedded.interruption import Interruption, Stopped
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.session import Session
from migrant_health.embedded.usage import FIRST_STEP_INSIDE, KEEP, QUIET, SERVE, STEPS

Command = Callable[[Session, list[str]], int]


def run(checkout: Checkout, arguments: list[str]) -> int:
    """Run one command and return its exit code; every failure is one sentence."""
    name, *rest = arguments
    if name == KEEP:
        from migrant_health.embedded import keeper

        return keeper.main(checkout, rest[0])
    interruption = Interruption()
    interruption.listen()
    stream = sys.stderr if name in QUIET else sys.stdout
    console = Console(stream, total=STEPS[name], first=FIRST_STEP_INSIDE)
    return attempt(
        find(name), Session(checkout, console, interruption), rest, is_site=name == SERVE
    )


def attempt(command: Command, session: Session, rest: list[str], *, is_site: bool) -> int:
    """Run the command; turn what stops it into an exit code."""
    try:
        return command(session, rest)
    except Problem as problem:
        complain(str(problem))
    except OSError as error:
        complain(session.checkout.damage(error))
    except Stopped as stopped:
        session.console.say("Stopped.")
        return 0 if is_site else 128 + stopped.number
    return 1


def find(name: str) -> Command:
    """Return the command of that name; imported late, since each needs little of the rest."""
    from migrant_health.embedded.commands import bench, check, manage, mutate_access, serve, test

    return {
        SERVE: serve.run,
        "test": test.run,
        "check": check.run,
        "bench": bench.run,
        "mutate-access": mutate_access.run,
        "manage": manage.run,
    }[name]
