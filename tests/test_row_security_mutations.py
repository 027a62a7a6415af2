"""The tests of row-level security notice when a policy is broken: each is broken in turn.

Condition by condition, and for writing too: `tests/mutation`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from accounts.acting import Acting
from tests import database
from tests.cast import Cast
from tests.policy_mutants import condition_of
from tests.situations import daniyars_other_roles
from tests.two_rules import Model, differences, protected

BREAKING = {
    "security is off": "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "security is not forced": "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "the reading policy is gone": "DROP POLICY members_read ON {table}",
    "everybody reads": "ALTER POLICY members_read ON {table} USING (true)",
    "those read who may not": "ALTER POLICY members_read ON {table} USING (NOT {condition})",
}
SHARES = 2
# Half of the tables for each of two workers.
each_share = pytest.mark.parametrize("share", range(SHARES))


@pytest.fixture
def owned(request: pytest.FixtureRequest) -> Iterator[dict[str, Acting]]:
    """The members of the cast, in a transaction of the tables' owner, who may change policies within it."""
    with database.tests_as_owner():
        cast: Cast = request.getfixturevalue("cast")
        yield cast.members | daniyars_other_roles(cast)


@contextmanager
def changed(statement: str) -> Iterator[None]:
    """Change the schema inside the block only."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table with keys still to be checked cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
        yield
        transaction.set_rollback(True)


@pytest.mark.situation("grants active")
@each_share
def test_a_broken_policy_is_noticed(owned: dict[str, Acting], cast: Cast, share: int) -> None:
    for model in protected()[share::SHARES]:
        _break_each_way(owned, model)


def _break_each_way(owned: dict[str, Acting], model: Model) -> None:
    table = model._meta.db_table
    condition = condition_of(table, "members_read")
    assert differences(owned, [model]) == []
    for name, statement in BREAKING.items():
        with changed(statement.format(table=table, condition=condition)):
            assert differences(owned, [model]), (model, name)
    assert differences(owned, [model]) == []


@pytest.mark.situation("grants active")
def test_a_broken_application_rule_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for model in protected():
        with monkeypatch.context() as patch:
            rows = type(model._default_manager.all())
            patch.setattr(rows, "visible_to", lambda everything, _actor: everything)
            assert differences(cast.members, [model]), model
