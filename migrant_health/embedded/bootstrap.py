"""The first half of `./run`, in whatever Python there is: the standard library only.

It makes the environment and then becomes the second half (`commands`), in the same process.
"""

import os
import sys
from pathlib import Path

from migrant_health.embedded import environment, ports, records
from migrant_health.embedded.checkout import Checkout
from migrant_health.embedded.console import Console, complain
from migrant_health.embedded.interruption import Interruption, Stopped
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.usage import (
    COMMANDS,
    HELP,
    INSIDE,
    QUIET,
    SERVE,
    STEPS,
    USAGE,
    command_of,
)

FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
ALREADY = "it already runs in this checkout; stop that one first (Ctrl-C where it was started)."


def main(root: Path, arguments: list[str]) -> int:
    """Set up and hand over; return the exit code where it does not come to that."""
    checkout = Checkout(root)
    if arguments[:1] == [INSIDE]:
        from migrant_health.embedded.commands import run

        return run(checkout, arguments[1:])
    command = command_of(arguments)
    if command is None:
        return explain(arguments)
    Interruption().listen()
    try:
        return become(checkout, command, arguments[1:])
    except Problem as problem:
        complain(str(problem))
    except OSError as error:
        complain(checkout.damage(error))
    except Stopped as stopped:
        complain("stopped before anything was started.")
        return 128 + stopped.number
    return 1


def explain(arguments: list[str]) -> int:
    """Print the usage: asked for, or because the command is not known."""
    if arguments[0] in HELP:
        print(USAGE, end="")
        return 0
    known = ", ".join(COMMANDS[1:])
    complain(f"there is no command {arguments[0]!r}; there are {known}, or ./run alone.")
    return 2


def become(checkout: Checkout, command: str, rest: list[str]) -> int:
    """Prepare the environment, then replace this process by the second half."""
    checkout.prepare()
    serving = FileLock(checkout.var / "lock")
    if command == SERVE:
        claim(checkout, serving)
    set_up(checkout, command)
    script = str(checkout.root / "run")
    # Another project's packages must not come in through the caller's variables.
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    os.execve(checkout.python, [str(checkout.python), script, INSIDE, command, *rest], kept)


def claim(checkout: Checkout, lock: FileLock) -> None:
    """Make sure that this is the only `./run` here and that its port is free."""
    if not lock.take():
        raise Problem(ALREADY)
    for note in sorted(checkout.state.glob("program-*.json")):
        records.stop_leftover(note)
    ports.refuse_taken(ports.wanted_for_web())


def set_up(checkout: Checkout, command: str) -> None:
    """Bring the environment up to date; two set-ups in one checkout wait for each other."""
    console = Console(sys.stderr if command in QUIET else sys.stdout, total=STEPS[command])
    lock = FileLock(checkout.var / "setup.lock")
    if not lock.take():
        console.say("Waiting for another ./run to finish its set-up ...")
        lock.take(patience=1800)
    try:
        environment.ensure(checkout, console)
    finally:
        lock.release()
