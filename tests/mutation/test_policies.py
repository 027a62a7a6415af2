"""The database's net by itself: every policy of the file dropped, opened, turned round, and without
each of its conditions, noticed by raw SQL as each member."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.acting import Acting
from accounts.policies import TABLES, Policy
from tests.cast import Cast
from tests.mutation.conftest import Mutant, Tally
from tests.mutation.repeated import equal_policies
from tests.mutation.stage import Readers
from tests.mutation.worlds import worlds_of
from tests.mutation.writers import Adders, Changers
from tests.policy_mutants import condition_of, mutants, short
from tests.two_rules import protected

pytestmark = pytest.mark.situation("grants active")
MODELS = {model._meta.db_table: model for model in protected()}
# What is asked of everybody, by command.
NETS = {"SELECT": Readers, "INSERT": Adders, "UPDATE": Changers}
WORDS = {"SELECT": "reading", "INSERT": "adding", "UPDATE": "changing"}
SHARES = 6


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize(
    "command",
    # What is offered to be added are hundreds of rows to each table, as each member.
    ["SELECT", pytest.param("INSERT", marks=pytest.mark.long), "UPDATE"],
)
def test_each_policy_of_the_file(
    members: dict[str, Acting], cast: Cast, tally: Tally, command: str, share: int
) -> None:
    faults = []
    for table in sorted(MODELS)[share::SHARES]:
        asked = NETS[command](members, [MODELS[table]])
        faults += tally.hunt(
            f"policies on {WORDS[command]}",
            list(_mutants(table, command, asked.differ)),
            worlds_of(table, command),
            asked.settle,
            equal_policies(table, command),
        )
    assert faults == []


def _mutants(table: str, command: str, differ: Callable[[], bool]) -> Iterator[Mutant]:
    """Yield every way in which the policies of a table for a command can be broken."""
    for name, policy in TABLES[table].policies.items():
        if policy.command == command:
            for said, statement in _broken(table, name, policy):
                yield f"{table}.{name}: {said}", partial(_is_noticed, statement, differ)
    clause = {"SELECT": "USING (true)", "INSERT": "WITH CHECK (true)"}.get(command)
    opening = f"CREATE POLICY open ON {table} FOR {command} {clause or 'USING (true)'}"
    yield f"{table}: anybody {WORDS[command]}", partial(_is_noticed, opening, differ)


def _broken(table: str, name: str, policy: Policy) -> Iterator[tuple[str, str]]:
    written = condition_of(table, name)
    if written != "false":
        yield "dropped", f"DROP POLICY {name} ON {table}"
    if written != "true":
        yield "opened", _altered(table, name, policy, "true")
    yield "turned round", _altered(table, name, policy, f"NOT coalesce({written}, false)")
    for part, mutant in mutants(written):
        yield f"without {short(part)}", _altered(table, name, policy, mutant)


def _altered(table: str, name: str, policy: Policy, condition: str) -> str:
    using = f" USING ({condition})" if policy.using else ""
    check = f" WITH CHECK ({condition})" if policy.check else ""
    return f"ALTER POLICY {name} ON {table}{using}{check}"


def _is_noticed(statement: str, differ: Callable[[], bool]) -> bool:
    with _changed(statement):
        return differ()


@contextmanager
def _changed(statement: str) -> Iterator[None]:
    """Change the schema inside the block only."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table with keys still to be checked cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
        yield
        transaction.set_rollback(True)
