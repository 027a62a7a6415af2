"""What PostgreSQL's own catalogue says of policies, rights and functions."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connections

from accounts.policies import Policy
from accounts.row_security import app_role

COMMANDS = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
TABLES = """
SELECT relname, relrowsecurity, relforcerowsecurity, ARRAY(
    SELECT kind FROM unnest(%s) AS kind WHERE has_table_privilege(%s, c.oid, kind)),
    ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0
    AND NOT attisdropped AND has_column_privilege(%s, c.oid, attnum, 'INSERT'))
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
POLICIES = """
SELECT c.relname, p.polname, p.polcmd, p.polpermissive AND p.polroles = '{0}',
    coalesce(pg_get_expr(p.polqual, p.polrelid), ''),
    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
    coalesce(obj_description(p.oid, 'pg_policy'), '')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'public'::regnamespace
"""
FUNCTIONS = """
SELECT proname, prosrc, oid::regprocedure::text, prorettype = 'trigger'::regtype,
    coalesce(proconfig, '{}') = '{"search_path=public, pg_temp"}',
    has_function_privilege('public', oid, 'EXECUTE'),
    has_function_privilege(%s, oid, 'EXECUTE')
FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class FoundPolicy:
    """A policy as PostgreSQL keeps it: its conditions are rewritten, its comment is ours."""

    command: str
    is_for_everybody: bool
    using: str
    check: str
    comment: str

    def mark(self, meant: Policy) -> str:
        """Return the comment that says: this is the policy that the file means.

        A digest of what the file says and of what PostgreSQL made of it, so that a change to
        either side shows.
        """
        parts = (meant.command, meant.using, meant.check, self.command, self.using, self.check)
        return "accounts.policies " + hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass
class FoundTable:
    """A table: whether policies bind everybody, what the plain role may do, the policies."""

    is_enabled: bool
    is_forced: bool
    rights: frozenset[str]
    writes: frozenset[str]
    policies: dict[str, FoundPolicy] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundFunction:
    """A function that has its owner's rights."""

    body: str
    signature: str
    is_trigger: bool
    has_fixed_path: bool
    anybody_may: bool
    app_may: bool


def tables(alias: str = "default") -> dict[str, FoundTable]:
    """Return every table with its policies."""
    with connections[alias].cursor() as cursor:
        cursor.execute(TABLES, [list(RIGHTS), app_role(), app_role()])
        found = {
            name: FoundTable(enabled, forced, frozenset(rights), frozenset(writes))
            for name, enabled, forced, rights, writes in cursor.fetchall()
        }
        cursor.execute(POLICIES)
        for table, name, command, *rest in cursor.fetchall():
            found[table].policies[name] = FoundPolicy(COMMANDS[command], *rest)
    return found


def functions(alias: str = "default") -> dict[str, list[FoundFunction]]:
    """Return every function that has its owner's rights, by name."""
    found = defaultdict(list)
    with connections[alias].cursor() as cursor:
        cursor.execute(FUNCTIONS, [app_role()])
        for name, *rest in cursor.fetchall():
            found[name].append(FoundFunction(*rest))
    return dict(found)
