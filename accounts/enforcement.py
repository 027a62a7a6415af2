"""Put what `accounts.policies` says in force, and say where the database differs from it.

In force it is put after every migration, by the owner of the tables, in one transaction and only
where the catalogue differs: a second time changes nothing. Data that a migration changes in a
table which is protected already still needs `app.system`, as the policies bind the owner too.
"""

from collections.abc import Iterator

from django.db import connections, transaction

from accounts import catalogue
from accounts.catalogue import FoundFunction, FoundTable
from accounts.policies import FUNCTIONS, TABLES, Table
from accounts.policies.functions import Function
from accounts.row_security import app_role, policy

# Two who migrate at once: the second waits, and then finds nothing to do.
LOCK = 4_711_002


def differences(alias: str = "default") -> list[str]:
    """Return in words where the catalogue is not what the file says; nothing where it is."""
    found = catalogue.tables(alias)
    return [
        *(f"{name}: {fault}" for name, fault in _faults_of_tables(found)),
        *(f"{name}: {fault}" for name, fault in _faults_of_functions(alias)),
    ]


def is_empty(alias: str = "default") -> bool:
    """Say whether no table of the file is there yet, as in a database that waits for migrations."""
    return not TABLES.keys() & catalogue.tables(alias).keys()


def lacking(alias: str = "default") -> list[str]:
    """Return the tables of the file that are not protected: off, not forced, or a policy is gone.

    Less than `differences`: during a release old processes go on serving under new policies.
    """
    found = catalogue.tables(alias)
    return [
        name
        for name, table in TABLES.items()
        if (there := found.get(name)) is None
        or not (there.is_enabled and there.is_forced)
        or not table.policies.keys() <= there.policies.keys()
    ]


def put_in_force(alias: str) -> list[str]:
    """Make the database what the file says, as the owner; return the names of what was changed.

    While some tables are not there (in the middle of migrations) the others are closed to all but
    keep the policies they have, since policies look at each other's tables.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        found = catalogue.tables(alias)
        is_whole = TABLES.keys() <= found.keys()
        tables = {name for name, _fault in _faults_of_tables(found)} & TABLES.keys() & found.keys()
        functions = {name for name, _fault in _faults_of_functions(alias)}
        statements = [
            *(one for name in sorted(functions) for one in _mended(name, alias, is_whole=is_whole)),
            *(one for name in sorted(tables) for one in _closed(name)),
        ]
        if is_whole:
            statements += [one for name in sorted(tables) for one in _written(name, found[name])]
        for statement in statements:
            cursor.execute(statement)
        if is_whole:
            for statement in _marks(alias, tables):
                cursor.execute(statement)
    return sorted(tables | functions)


def _faults_of_tables(found: dict[str, FoundTable]) -> Iterator[tuple[str, str]]:
    for name, table in TABLES.items():
        there = found.get(name)
        faults = ["is not there"] if there is None else _faults(table, there)
        yield from ((name, fault) for fault in faults)
    for name in found.keys() - TABLES.keys():
        if found[name].is_enabled or found[name].policies:
            yield name, "is protected, and has no row in accounts.policies"


def _faults(table: Table, there: FoundTable) -> Iterator[str]:
    if not there.is_enabled:
        yield "row-level security is off"
    if not there.is_forced:
        yield "row-level security is not forced"
    yield from _faults_of_rights(table, there)
    for name, meant in table.policies.items():
        found = there.policies.get(name)
        if found is None:
            yield f"the policy {name} is gone"
        elif not found.is_for_everybody or found.comment != found.mark(meant):
            yield f"the policy {name} is another"
    for name in there.policies.keys() - table.policies.keys():
        yield f"the policy {name} is too many"


def _faults_of_rights(table: Table, there: FoundTable) -> Iterator[str]:
    if there.rights != table.rights:
        yield f"the application may {', '.join(sorted(there.rights))}"
    if table.writes and there.writes != frozenset(table.writes):
        yield f"the application may write {', '.join(sorted(there.writes))}"


def _faults_of_functions(alias: str) -> Iterator[tuple[str, str]]:
    found = catalogue.functions(alias)
    for name in FUNCTIONS.keys() - found.keys():
        yield name, "is not there"
    for name, overloads in found.items():
        for one in overloads:
            yield from ((name, fault) for fault in _faults_of(FUNCTIONS.get(name), one))


def _faults_of(meant: Function | None, there: FoundFunction) -> Iterator[str]:
    if there.anybody_may:
        yield "anybody may call it"
    if not there.has_fixed_path:
        yield "it has no fixed search path"
    if meant is not None and (there.body != meant.body or not there.app_may):
        yield "it is another function"


def _mended(name: str, alias: str, *, is_whole: bool) -> Iterator[str]:
    """Yield the statements that make a function what the file says, or close one of a trigger."""
    meant = FUNCTIONS.get(name)
    if meant is None:
        # A trigger fires whoever may call its function; what else it could be, only its author knows.
        for one in catalogue.functions(alias)[name]:
            if one.is_trigger:
                yield f"REVOKE EXECUTE ON FUNCTION {one.signature} FROM PUBLIC"
    elif is_whole:
        signature = meant.signature(name)
        yield (
            f"CREATE OR REPLACE FUNCTION {name}({meant.arguments}) RETURNS {meant.returns}"
            " LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $body${meant.body}$body$"
        )
        yield f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC"
        yield f'GRANT EXECUTE ON FUNCTION {signature} TO "{app_role()}"'


def _closed(name: str) -> Iterator[str]:
    """Yield the statements that close a table to whoever no policy lets in."""
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    yield f'REVOKE ALL ON {name} FROM "{app_role()}"'
    yield f'GRANT {", ".join(sorted(TABLES[name].rights))} ON {name} TO "{app_role()}"'
    if TABLES[name].writes:
        yield f'GRANT INSERT ({", ".join(TABLES[name].writes)}) ON {name} TO "{app_role()}"'


def _written(name: str, there: FoundTable) -> Iterator[str]:
    """Yield the statements that put the file's policies in the place of those that stand."""
    for old in there.policies:
        yield f"DROP POLICY {old} ON {name}"
    for new, meant in TABLES[name].policies.items():
        yield policy(name, new, meant.command, using=meant.using, check=meant.check)[0]


def _marks(alias: str, tables: set[str]) -> Iterator[str]:
    """Yield the statements that note on each policy written what it was written from."""
    found = catalogue.tables(alias)
    for name in sorted(tables):
        for each, meant in TABLES[name].policies.items():
            mark = found[name].policies[each].mark(meant)
            yield f"COMMENT ON POLICY {each} ON {name} IS '{mark}'"
