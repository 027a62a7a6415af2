"""The databases of a test run: a migrated template, and a copy of it for each worker.

Everything here speaks as the owner of the tables. The tests themselves speak as the plain role, so
row-level security is in force in every one of them.
"""

import hashlib
import pkgutil
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

import cases.erasure
import cases.retention
import referrals.erasure
import reminders.erasure
import reports.erasure
from accounts import enforcement, policies, row_security
from migrant_health import environment

# The database in which tests without the cast stand; each worker has its own.
HOME = ""
TEMPLATE, RUN = "test_template_", "test_run_"
# Held while templates and copies are made or removed; a copy is locked by its own name besides.
MAKING = 4_711_001
RIGHTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
)


def connect_as_owner(database: str) -> Connection:
    """Return a connection of the owner, every statement a transaction of its own."""
    owner = settings.DATABASES["owner"]
    connection = psycopg2.connect(
        dbname=database,
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=owner["PORT"] or None,
    )
    connection.autocommit = True
    return connection


def connect_for_maintenance() -> Connection:
    """Return a connection that stands in no database anybody would want to drop."""
    try:
        return connect_as_owner("postgres")
    except psycopg2.OperationalError:
        return connect_as_owner(settings.DATABASES["owner"]["NAME"])


def run(connection: Connection, statement: str, **names: str) -> list[tuple[Any, ...]]:
    """Run one statement with quoted names in its braces and return the rows, if it has any."""
    quoted = {name: sql.Identifier(value) for name, value in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**quoted))
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def copy_for(worker: str, of: str = "") -> Iterator[str]:
    """Make a database for one worker of this run, of the migrated one or another, and drop it."""
    name = f"{RUN}{secrets.token_hex(4)}_{worker}"
    with closing(connect_for_maintenance()) as maintenance:
        # The lock goes when this process goes, however it ends: that is how leftovers are known.
        run(maintenance, f"SELECT pg_advisory_lock({_number(name)})")
        run(maintenance, f"SELECT pg_advisory_lock({MAKING})")
        drop_leftovers(maintenance)
        template = of or ensure_template(maintenance)
        if of:
            point_to(name)  # nobody may stand in what is copied
        run(maintenance, "CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        run(maintenance, f"SELECT pg_advisory_unlock({MAKING})")
        try:
            yield name
        finally:
            drop(maintenance, name)


def drop(maintenance: Connection, name: str) -> None:
    """Drop a database; PostgreSQL waits five seconds for connections that are just ending."""
    run(maintenance, "DROP DATABASE IF EXISTS {name}", name=name)


def drop_leftovers(maintenance: Connection) -> None:
    """Drop the databases of runs that died, and templates of other states of the migrations."""
    in_use = {name for (name,) in run(maintenance, "SELECT datname FROM pg_stat_activity")}
    for name in _databases(maintenance, RUN):
        if run(maintenance, f"SELECT pg_try_advisory_lock({_number(name)})") == [(True,)]:
            if name not in in_use:
                drop(maintenance, name)
            run(maintenance, f"SELECT pg_advisory_unlock({_number(name)})")
    for name in _databases(maintenance, TEMPLATE):
        if name != template_name():
            drop(maintenance, name)


def ensure_template(maintenance: Connection) -> str:
    """Return the migrated template; it gets its name only once it is complete."""
    name = template_name()
    if name not in _databases(maintenance, TEMPLATE):
        unfinished = f"{name}_unfinished"
        run(maintenance, "CREATE DATABASE {name}", name=unfinished)
        migrate(unfinished)
        run(maintenance, "ALTER DATABASE {old} RENAME TO {new}", old=unfinished, new=name)
    return name


def migrate(database: str) -> None:
    """Migrate one database as the owner, with the plain role's rights granted beforehand."""
    with closing(connect_as_owner(database)) as connection:
        for right in RIGHTS:
            run(connection, right, app=row_security.app_role())
    with pointed_at(database, "default", "owner"):
        call_command("migrate", database="owner", interactive=False, verbosity=0)


@contextmanager
def pointed_at(database: str, *aliases: str) -> Iterator[None]:
    """Let Django's connections lead to another database inside the block."""
    with ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(_changed(alias, {"NAME": database}))
        yield


def point_to(database: str) -> None:
    """Let Django's connections lead to another database from now on."""
    for alias in ("default", "owner"):
        shared = connections.settings[alias]
        if shared["NAME"] != database:
            connections[alias].close()
            shared["NAME"] = database


@contextmanager
def elsewhere(address: str) -> Iterator[None]:
    """Let the product connect to another server inside the block."""
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    there = environment.postgres(address)
    with _changed("default", {name: there[name] for name in names}):
        yield


@contextmanager
def tests_as_owner() -> Iterator[None]:
    """Let the product connect as the owner inside the block: it may then change policies.

    The policies are forced, so they bind the owner no less than the plain role.
    """
    owner = settings.DATABASES["owner"]
    with _changed("default", {"USER": owner["USER"], "PASSWORD": owner["PASSWORD"]}):
        yield


@contextmanager
def _changed(alias: str, address: dict[str, str]) -> Iterator[None]:
    # One dictionary for the settings and for the connections of all threads.
    shared = connections.settings[alias]
    before = {name: shared[name] for name in address}
    connections[alias].close()
    shared.update(address)
    try:
        yield
    finally:
        connections[alias].close()
        shared.update(before)


@cache
def template_name() -> str:
    """Return the name of the template: a digest of all that decides what is in it."""
    digest = hashlib.sha256(row_security.app_role().encode())
    decisive = [Path(enforcement.__file__), *sorted(Path(policies.__path__[0]).glob("*.py"))]
    # Migrations make functions of what these say: which rows go with a file, and when.
    rules = (cases.erasure, cases.retention, referrals.erasure, reminders.erasure, reports.erasure)
    decisive += [Path(str(module.__file__)) for module in rules]
    for path in [Path(row_security.__file__), *decisive, *_migrations()]:
        digest.update(str(path.name).encode() + path.read_bytes())
    for model in apps.get_models():
        digest.update(model._meta.label.encode())
    return TEMPLATE + digest.hexdigest()[:16]


def _migrations() -> Iterator[Path]:
    for app in apps.get_app_configs():
        if not (Path(app.path) / "migrations").is_dir():
            continue
        package = import_module(f"{app.name}.migrations")
        for found in pkgutil.iter_modules(package.__path__):
            yield Path(package.__path__[0]) / f"{found.name}.py"


def tables(database: str, *, filled: bool = False) -> set[str]:
    """Return the tables of a database, or only those that have rows."""
    with closing(connect_as_owner(database)) as connection:
        found = run(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = {name for (name,) in found}
        if not filled:
            return names
        rows = "SELECT 1 FROM {name} LIMIT 1"
        return {name for name in names if run(connection, rows, name=name)}


def empty(database: str, kept: set[str]) -> None:
    """Remove what a test has committed. Only the owner can: the tables refuse it otherwise."""
    names = ", ".join(f'"{name}"' for name in sorted(tables(database) - kept))
    with closing(connect_as_owner(database)) as connection:
        connection.autocommit = False
        # A connection left open by the test would otherwise hold everything up for ever.
        run(connection, "SET LOCAL lock_timeout = '20s'")
        for table in ("audit_entry", "audit_seal"):
            run(connection, f"ALTER TABLE {table} DISABLE TRIGGER USER")
        run(connection, f"TRUNCATE {names}")
        for table in ("audit_entry", "audit_seal"):
            run(connection, f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.commit()


def _databases(maintenance: Connection, prefix: str) -> list[str]:
    found = run(maintenance, f"SELECT datname FROM pg_database WHERE datname ^@ '{prefix}'")
    return [name for (name,) in found]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:7])
