"""Not even the owner of the tables changes the audit without taking its triggers away first."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acting import for_system
from audit import actions as audit
from audit.models import Entry, Verb
from tests import database


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET verb = 'read'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_the_owner_is_refused_as_well(request: pytest.FixtureRequest, statement: str) -> None:
    database.point_to(database.HOME)
    with database.tests_as_owner():
        request.getfixturevalue("db")
        with for_system(reason="tests"), connection.cursor() as cursor:
            audit.record(Verb.READ, by=None, subject_type="case", subject_ids=[None])
            # Only the triggers stand in the way here, not the policies.
            cursor.execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                cursor.execute(statement)
            assert Entry.objects.count() == 1
