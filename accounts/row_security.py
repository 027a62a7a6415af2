"""PostgreSQL's own net under the application: what a session is bound to, and policies as SQL.

Policies compare columns with settings of the transaction (`SET LOCAL`), read once per statement
through a scalar sub-select: measured 2-3 ms at a million rows, a function per row 5 seconds.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings
from django.db import connection, migrations

from audit import requests

USER_ID = "(SELECT NULLIF(current_setting('app.user_id', true), '')::uuid)"
ORGANISATION_ID = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SCOPE = "(SELECT current_setting('app.scope', true))"
# Compared inside, or PostgreSQL believes that hardly a row fits and reads whole tables first.
IS_SYSTEM = "(SELECT current_setting('app.system', true) = 'on')"
UNPROTECT = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT policyname FROM pg_policies WHERE tablename = '{0}' LOOP
        EXECUTE format('DROP POLICY %I ON {0}', name);
    END LOOP;
END $$;
ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {0} DISABLE ROW LEVEL SECURITY;
"""


class Bindable(Protocol):
    """What the database must know of whoever acts."""

    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def scope(self) -> str: ...


def bind(actor: Bindable | None) -> None:
    """Bind the transaction under way to an actor; None binds it to nobody."""
    user_id, organisation_id = (actor and actor.user_id), (actor and actor.organisation_id)
    scope = str(actor.scope) if actor else "none"
    _put(str(user_id or ""), str(organisation_id or ""), scope, "")


@contextmanager
def bound_to(actor: Bindable) -> Iterator[None]:
    """Bind the transaction to an actor inside the block, then to whoever was bound before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.user_id', true), ''),"
            " coalesce(current_setting('app.organisation_id', true), ''),"
            " coalesce(current_setting('app.scope', true), ''),"
            " coalesce(current_setting('app.system', true), '')"
        )
        before: tuple[str, str, str, str] = cursor.fetchone()
    bind(actor)
    yield
    # After an error the rolled-back transaction has undone the binding by itself.
    _put(*before)


def _put(user_id: str, organisation_id: str, scope: str, system: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.user_id', %s, true), set_config('app.organisation_id', %s, true),"
            " set_config('app.scope', %s, true), set_config('app.system', %s, true),"
            " set_config('app.request_id', %s, true)",
            [user_id, organisation_id, scope, system, str(requests.current() or "")],
        )


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Let what changes inside the block carry a reason (a code) in the history of its rows."""
    _say_why(reason)
    yield
    # After an error the rolled-back transaction has undone the setting by itself.
    _say_why("")


def _say_why(reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.reason', %s, true)", [reason])


@contextmanager
def everything_visible() -> Iterator[None]:
    """Let the system see every row inside the block, then put back what was before."""
    before = _set_system("on")
    yield
    # After an error the rolled-back transaction has undone the setting by itself.
    _set_system(before)


def _set_system(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(current_setting('app.system', true), '')")
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('app.system', %s, true)", [value])
    return before


def unprotected(*tables: str) -> list[migrations.RunSQL]:
    """Return steps that do nothing forwards, and backwards take every policy off the tables.

    For migrations older than the file of all policies, so that they can still be undone.
    """
    return [migrations.RunSQL(migrations.RunSQL.noop, UNPROTECT.format(one)) for one in tables]


def policy(
    table: str, name: str, command: str, *, using: str = "", check: str = ""
) -> tuple[str, str]:
    """Return the SQL that makes a policy and the SQL that drops it."""
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return (
        f"CREATE POLICY {name} ON {table} FOR {command}{clauses}",
        f"DROP POLICY {name} ON {table}",
    )


def app_role() -> str:
    """Return the plain role the application connects as."""
    return str(settings.DATABASES["default"]["USER"])
