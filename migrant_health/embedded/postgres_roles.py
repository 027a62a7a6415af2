"""The roles and the database that the application expects, as its operator would make them.

`migrant_owner` owns the tables and migrates; `migrant_app` reads and writes rows, owns nothing and
cannot step around row-level security. template1 is furnished too, so that test databases are alike.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from migrant_health.embedded.ports import HOST

OWNER, APP, DATABASE = "migrant_owner", "migrant_app", "migrant_health"
PLAIN = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"
RIGHTS = {OWNER: f"{PLAIN} CREATEDB", APP: f"{PLAIN} NOCREATEDB"}
SCHEMA = (
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)


@dataclass(frozen=True)
class Administrator:
    """How to reach the embedded server as its superuser."""

    port: int
    name: str
    password: str

    def connect(self, database: str) -> Connection:
        """Return a connection on which every statement stands for itself."""
        connection = psycopg2.connect(
            host=HOST,
            port=self.port,
            user=self.name,
            password=self.password,
            dbname=database,
            connect_timeout=3,
        )
        connection.autocommit = True
        return connection

    @contextmanager
    def cursor(self, database: str) -> Iterator[Cursor]:
        """Run statements in one database."""
        with closing(self.connect(database)) as connection, connection.cursor() as cursor:
            yield cursor


def answers(port: int, name: str, password: str) -> bool:
    """Return whether the server takes this connection."""
    try:
        Administrator(port, name, password).connect("postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def furnish(administrator: Administrator, *, owner_password: str, app_password: str) -> None:
    """Make roles, database and rights; doing it again changes nothing."""
    with administrator.cursor("postgres") as cursor:
        _make_role(cursor, OWNER, owner_password)
        _make_role(cursor, APP, app_password)
    _give_rights(administrator, "template1")
    with administrator.cursor("postgres") as cursor:
        _make_database(cursor)
    _give_rights(administrator, DATABASE)


def _make_role(cursor: Cursor, name: str, password: str) -> None:
    role = sql.Identifier(name)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(role))
    rights = sql.SQL(RIGHTS[name])
    cursor.execute(sql.SQL("ALTER ROLE {} {} PASSWORD %s").format(role, rights), [password])


def _make_database(cursor: Cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if cursor.fetchone() is None:
        names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))


def _give_rights(administrator: Administrator, database: str) -> None:
    with administrator.cursor(database) as cursor:
        for statement in SCHEMA:
            names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}
            cursor.execute(sql.SQL(statement).format(**names))
