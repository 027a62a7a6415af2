"""`./run bench`: how quick it is, on a database of its own that is dropped afterwards."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from migrant_health.embedded import preparation, variables
from migrant_health.embedded.caller import directory
from migrant_health.embedded.foreground import Foreground
from migrant_health.embedded.locks import FileLock
from migrant_health.embedded.management import Management
from migrant_health.embedded.problem import Problem
from migrant_health.embedded.session import Session

DATABASE = "migrant_health_bench"


def run(session: Session, rest: list[str]) -> int:
    """Measure, and leave nothing behind."""
    lock = FileLock(session.checkout.var / "bench.lock")
    if not lock.take():
        raise Problem("a measurement already runs in this checkout; wait for it.")
    try:
        with session.embedded_servers_as_step():
            return measure(session, rest)
    finally:
        lock.release()


def measure(session: Session, rest: list[str]) -> int:
    """Make the database, measure in it, drop it."""
    environment = session.environment(variables.BENCH)
    owner_url = environment[variables.OWNER_VARIABLE]
    for name in (variables.DATABASE_VARIABLE, variables.OWNER_VARIABLE):
        environment[name] = urlsplit(environment[name])._replace(path=f"/{DATABASE}").geturl()
    management = Management(session.checkout, environment)
    with session.console.step("Translations"):
        preparation.compile_catalogues(management)
    with session.console.step("Style sheets and scripts"):
        preparation.collect_static(management)
    with own_database(owner_url):
        with session.console.step("Database for the measurement"):
            management.migrate()
        command = management.command("bench", *rest)
        foreground = Foreground(session.interruption)
        return foreground.run(command, environment=environment, directory=directory())


@contextmanager
def own_database(owner_url: str) -> Iterator[None]:
    """Make the database anew, and drop it at the end."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE))
    execute(owner_url, drop, create)
    try:
        yield
    finally:
        execute(owner_url, drop)


def execute(url: str, *statements: sql.Composable) -> None:
    """Run statements, each for itself, as the owner."""
    try:
        with closing(psycopg2.connect(url, connect_timeout=5)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Problem(f"the database for the measurement cannot be used ({reason}).") from error
