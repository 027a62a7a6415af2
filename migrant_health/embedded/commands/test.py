"""`./run test`: pytest on the embedded servers, browser journeys included."""

import signal

from migrant_health.embedded import browser, preparation, variables
from migrant_health.embedded.foreground import Foreground
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.management import Management
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.session import Session

WORKERS = ("-n", "2")
# With these, pytest must run in one process or runs no test at all.
ALONE = ("--pdb", "--trace", "--collect-only", "--co", "--help", "-h", "--version", "--fixtures")
PREFIXES = ("-n", "--numprocesses", "--pdbcls")


def run(session: Session, rest: list[str]) -> int:
    """Set up and run the tests; the exit code is pytest's."""
    lock = FileLock(session.checkout.var / "test.lock")
    if not lock.take():
        raise Problem("the tests already run in this checkout; wait for them or stop them.")
    try:
        with session.embedded_servers_as_step():
            return run_pytest(session, prepare(session), rest)
    finally:
        lock.release()


def prepare(session: Session) -> dict[str, str]:
    """Make what the tests need and return their environment."""
    environment = session.environment(variables.TESTS)
    management = Management(session.checkout, environment)
    with session.console.step("Translations"):
        preparation.compile_catalogues(management)
    with session.console.step("Style sheets and scripts"):
        preparation.collect_static(management)
    with session.console.step("Browser"):
        found = browser.ensure(session.checkout, session.console)
    return environment | ({browser.VARIABLE: found} if found else {})


def run_pytest(session: Session, environment: dict[str, str], rest: list[str]) -> int:
    """Run pytest in the checkout."""
    command = [str(session.checkout.python), "-m", "pytest", *workers(rest), *rest]
    foreground = Foreground(session.interruption, stop_with=signal.SIGINT)
    return foreground.run(command, environment=environment, directory=session.checkout.root)


def workers(arguments: list[str]) -> tuple[str, ...]:
    """Return the options that use both cores, unless the caller wants something else."""
    for word in arguments:
        if word in ALONE or word.startswith(PREFIXES) or word == "no:xdist":
            return ()
    return WORKERS
