"""The tests of row-level security notice when a policy is broken: each is broken in turn."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from accounts.acting import Acting
from tests import database
from tests.cast import Cast
from tests.policy_mutants import condition_of, mutants, short
from tests.situations import daniyars_other_roles, grants_active
from tests.two_rules import Model, differences, protected

BREAKING = {
    "security is off": "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "security is not forced": "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "the reading policy is gone": "DROP POLICY members_read ON {table}",
    "everybody reads": "ALTER POLICY members_read ON {table} USING (true)",
    "those read who may not": "ALTER POLICY members_read ON {table} USING (NOT {condition})",
}
# What a policy says and nobody would miss today, because another net below it says it again: the
# grants and files that it looks at have policies of their own, and only the holder writes here.
OURS, STAFF = "(organisation_id = ORGANISATION_ID)", "(SCOPE = ANY (ARRAY['own', 'team']))"
OUR_FILE, REFERRED = "(m.organisation_id = ORGANISATION_ID)", "(SCOPE = 'ref')"
WIDE, OWN = "(SCOPE = ANY (ARRAY['team', 'ref']))", "(SCOPE = 'own')"
OWN_GRANT = f"({OWN} AND (g.caseworker_id = USER_ID))"
OPENED = {
    "(g.organisation_id = ORGANISATION_ID)",
    f"({WIDE} OR {OWN_GRANT})",
    OWN,
    "(g.caseworker_id = USER_ID)",
}
NOT_ENDED = "(g.ends_at > statement_timestamp())"
REPEATED = {
    "Case": OPENED,
    # A caseworker's own grants never end.
    "Migrant": OPENED
    | {WIDE, REFERRED, OWN_GRANT, NOT_ENDED, f"((g.ends_at IS NULL) OR {NOT_ENDED})"},
    "MigrantName": OPENED | {STAFF, OUR_FILE, REFERRED, OWN_GRANT, NOT_ENDED},
    "ContactPoint": OPENED | {STAFF, OUR_FILE, REFERRED, OWN_GRANT},
    "Document": {OURS, STAFF, REFERRED},
    # Nothing goes along by a grant that does not cover documents.
    "DocumentShare": OPENED
    | {OURS, STAFF, REFERRED, OWN_GRANT, "('documents' = ANY (g.data_classes))"},
    "Consent": {OURS, STAFF, OUR_FILE},
    "LegalBasis": {OURS, STAFF},
    "Note": {REFERRED},
    "Task": {OURS, STAFF},
    "SymptomScreen": OPENED | {OURS, STAFF, REFERRED, OWN_GRANT},
    # No other role works in a centre.
    "Examination": {"(SCOPE = 'env')"},
    "StateContactBlock": {OURS, STAFF, OUR_FILE},
    # Nobody works for a consulate in another scope, and only consulates have a country.
    "Envelope": {
        "(sender_id = ORGANISATION_ID)",
        STAFF,
        "(SCOPE = 'env')",
        "(o.kind = 'consulate')",
    },
    "Reminder": {OURS, STAFF},
    "Mute": {OURS, STAFF, OUR_FILE},
    "Referral": {"(sender_id = ORGANISATION_ID)", STAFF, REFERRED},
}
SHARES = 6
each_model = pytest.mark.parametrize("model", protected(), ids=lambda model: model.__name__)
# The stage is set once for several tables: setting it takes longer than looking at one of them.
each_share = pytest.mark.parametrize("share", range(SHARES))


@pytest.fixture
def owned(request: pytest.FixtureRequest) -> Iterator[dict[str, Acting]]:
    """The members of the cast, in a transaction of the tables' owner, who may change policies within it."""
    with database.tests_as_owner():
        cast: Cast = request.getfixturevalue("cast")
        grants_active(cast)
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


@each_share
def test_a_broken_policy_is_noticed(owned: dict[str, Acting], share: int) -> None:
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


def test_a_broken_application_rule_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    grants_active(cast)
    for model in protected():
        with monkeypatch.context() as patch:
            rows = type(model._default_manager.all())
            patch.setattr(rows, "visible_to", lambda everything, _actor: everything)
            assert differences(cast.members, [model]), model


@pytest.mark.long
@each_model
def test_a_condition_left_out_of_a_policy_is_noticed(
    owned: dict[str, Acting], model: Model
) -> None:
    table = model._meta.db_table
    unnoticed = set()
    for part, mutant in mutants(condition_of(table, "members_read")):
        with changed(f"ALTER POLICY members_read ON {table} USING ({mutant})"):
            if not differences(owned, [model]):
                unnoticed.add(short(part))
    assert unnoticed == REPEATED.get(model.__name__, set())
