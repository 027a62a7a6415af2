"""`./run`: the whole site on this machine, until Ctrl-C."""

import os
import time
from collections.abc import Mapping

from migrant_health.embedded import healthz, messages, outside, ports, preparation, variables
from migrant_health.embedded.bootstrap import claim
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.management import Management
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.programs import table
from migrant_health.embedded.session import Session
from migrant_health.embedded.supervisor import Supervisor

SECONDS_TO_ANSWER = 90.0
SECONDS_BETWEEN_CHECKS = 1.0
FOREIGN_DATABASE = (
    "DATABASE_URL was given, so no demonstration data is loaded "
    "(./run manage load_demonstration does that in an empty database)."
)


def run(session: Session, rest: list[str]) -> int:
    """Set the site up and serve it."""
    lock = FileLock(session.checkout.var / "lock")
    claim(session.checkout, lock)
    try:
        outside.refuse_unreachable()
        with session.embedded_servers_as_step():
            accounts = prepare(session)
            serve(session, accounts)
    finally:
        lock.release()
    return 0


def prepare(session: Session) -> str:
    """Make everything ready to be served and return the table of accounts."""
    management = Management(session.checkout, session.environment())
    with preparation.static_files(management) as finish_static_files:
        with session.console.step("Tables"):
            management.migrate()
        with session.console.step("Translations"):
            preparation.compile_catalogues(management)
        with session.console.step("Demonstration data"):
            accounts = demonstration(management)
        with session.console.step("Style sheets and scripts"):
            finish_static_files()
    return accounts


def demonstration(management: Management) -> str:
    """Load the demonstration into the embedded database, if empty, and return its accounts."""
    if os.environ.get(variables.DATABASE_VARIABLE):
        return FOREIGN_DATABASE
    return management.run("load_demonstration")


def serve(session: Session, accounts: str) -> None:
    """Run the processes until someone asks to stop."""
    environment = messages.for_site(session.checkout, session.environment())
    supervisor = Supervisor(session.checkout, table(session.checkout, environment), environment)
    try:
        with session.console.step("Web server, worker and clock"):
            supervisor.start()
            await_answer(supervisor, ports.wanted_for_web())
        session.console.say(greeting(environment, accounts))
        watch(session, supervisor)
    finally:
        session.interruption.shield()
        session.console.say("Stopping ...")
        supervisor.stop(lambda: session.interruption.is_urgent)


def await_answer(supervisor: Supervisor, port: int) -> None:
    """Return when the web server answers."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not healthz.answers(port):
        if "web" in supervisor.look():
            ports.refuse_taken(port)
        if time.monotonic() > until:
            raise Problem("the web server does not answer; see var/log/web.log")


def greeting(environment: Mapping[str, str], accounts: str) -> str:
    """Return what the person reads when all is ready."""
    lines = ["", accounts.strip(), ""]
    if messages.is_simulated(environment):
        lines.append(f"Messages go to a simulator: {environment['GATEWAY_URL']}/")
    address = f"http://{ports.HOST}:{environment['PORT']}"
    return "\n".join([*lines, f"Migrant Health: {address}", "Ctrl-C stops it."])


def watch(session: Session, supervisor: Supervisor) -> None:
    """Look after processes and servers; only a signal or a lost cause ends this."""
    checked_at = 0.0
    while True:
        for name in supervisor.look():
            session.console.say(f"The {name} process died and is started again.")
        if time.monotonic() - checked_at > SECONDS_BETWEEN_CHECKS:
            session.look_after_servers()
            checked_at = time.monotonic()
