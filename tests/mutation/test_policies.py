"""The database's net by itself: every policy of the file dropped, opened, turned round, and without
each of its conditions, noticed by raw SQL as each member."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.policies import TABLES, Policy
from tests import database
from tests.cast import Cast
from tests.mutation.conftest import Mutant, Tally
from tests.mutation.repeated import repeated
from tests.mutation.stage import Stage, stage_everything
from tests.policy_mutants import mutants, short
from tests.two_rules import Model, protected

MODELS = {model._meta.db_table: model for model in protected()}
COMMANDS = {"SELECT": "reading", "INSERT": "adding", "UPDATE": "changing"}
SHARES = 6


@pytest.fixture
def stage(request: pytest.FixtureRequest, gathered: object) -> Iterator[Stage]:
    """Everybody and everything, in a transaction of the tables' owner, who may change policies."""
    with database.tests_as_owner():
        cast: Cast = request.getfixturevalue("cast")
        yield Stage.of(stage_everything(cast))


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize(
    "command",
    # What is offered for writing are hundreds of rows to each table as each member.
    ["SELECT", pytest.param("INSERT", marks=pytest.mark.long), "UPDATE"],
)
def test_each_policy_of_the_file(stage: Stage, tally: Tally, command: str, share: int) -> None:
    broken: list[Mutant] = []
    allowed: set[str] = set()
    for table in list(MODELS)[share::SHARES]:
        differs = _check(stage, command, MODELS[table])
        assert not differs(), (table, command)
        broken += _mutants(table, command, differs)
        allowed |= repeated(table, command)
    tally.kill(f"policies on {COMMANDS[command]}", broken, frozenset(allowed))


def _check(stage: Stage, command: str, model: Model) -> Callable[[], bool]:
    check = {
        "SELECT": stage.reads_differently,
        "INSERT": stage.adds_differently,
        "UPDATE": stage.changes_differently,
    }[command]
    return partial(check, model)


def _mutants(table: str, command: str, differs: Callable[[], bool]) -> Iterator[Mutant]:
    """Yield every way in which the policies of a table for a command can be broken."""
    for name, policy in TABLES[table].policies.items():
        if policy.command == command:
            for said, statement in _broken(table, name, policy):
                yield f"{table}.{name}: {said}", partial(_is_noticed, statement, differs)
    none = f"CREATE POLICY open ON {table} FOR {command}"
    clause = {"SELECT": "USING (true)", "INSERT": "WITH CHECK (true)"}.get(command)
    yield (
        f"{table}: anybody {COMMANDS[command]}",
        partial(_is_noticed, f"{none} {clause or 'USING (true)'}", differs),
    )


def _broken(table: str, name: str, policy: Policy) -> Iterator[tuple[str, str]]:
    written = _as_postgres_writes(table, name)
    yield "dropped", f"DROP POLICY {name} ON {table}"
    yield "opened", _altered(table, name, policy, "true")
    yield "turned round", _altered(table, name, policy, f"NOT coalesce({written}, false)")
    for part, mutant in mutants(written):
        yield f"without {short(part)}", _altered(table, name, policy, mutant)


def _altered(table: str, name: str, policy: Policy, condition: str) -> str:
    using = f" USING ({condition})" if policy.using else ""
    check = f" WITH CHECK ({condition})" if policy.check else ""
    return f"ALTER POLICY {name} ON {table}{using}{check}"


def _as_postgres_writes(table: str, name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(qual, with_check) FROM pg_policies"
            " WHERE tablename = %s AND policyname = %s",
            [table, name],
        )
        found: str = cursor.fetchone()[0]
    return found


def _is_noticed(statement: str, differs: Callable[[], bool]) -> bool:
    with _changed(statement):
        return differs()


@contextmanager
def _changed(statement: str) -> Iterator[None]:
    """Change the schema inside the block only."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table with keys still to be checked cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
        yield
        transaction.set_rollback(True)
