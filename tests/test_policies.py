"""The catalogue of the database says exactly what the file of all policies says."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test import Client

from accounts import catalogue, enforcement
from accounts.policies import FUNCTIONS, TABLES
from reports import erasure
from tests import database
from tests.two_rules import EXEMPT, leading_to_a_person, protected

FAULTS = {
    "ALTER TABLE cases_note DISABLE ROW LEVEL SECURITY": "row-level security is off",
    "ALTER TABLE cases_note NO FORCE ROW LEVEL SECURITY": "row-level security is not forced",
    "DROP POLICY members_read ON cases_note": "the policy members_read is gone",
    "ALTER POLICY members_read ON cases_note USING (true)": "the policy members_read is another",
    "ALTER POLICY members_read ON cases_note TO CURRENT_USER": "the policy members_read is another",
    "CREATE POLICY more ON cases_note USING (true)": "the policy more is too many",
    "GRANT DELETE ON cases_note TO {app}": "the application may DELETE, INSERT, SELECT, UPDATE",
}

# Through these rows go for good; each refuses whoever does not come as the system.
DOORS = {door.split("(")[0] for door in erasure.DOORS}


@contextmanager
def owner_says(statement: str = "") -> Iterator[None]:
    """Let the owner say something inside the block only; everything is then undone."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        if statement:
            cursor.execute(statement.format(app=connections["default"].settings_dict["USER"]))
        yield
        transaction.set_rollback(True, using="owner")


@pytest.fixture
def whole(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Ask the catalogue as the owner, in the database of this worker."""
    name = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock(), database.pointed_at(name, "owner"):  # type: ignore[attr-defined]
        yield


def test_the_catalogue_says_what_the_file_says(db: None) -> None:
    assert enforcement.differences() == []
    assert enforcement.lacking() == []
    assert not enforcement.is_empty()


def test_written_anew_the_policies_are_what_they_were(whole: None) -> None:
    before = catalogue.tables("owner")
    with owner_says():
        with connections["owner"].cursor() as cursor:
            for table, found in before.items():
                for policy in found.policies:
                    cursor.execute(f"DROP POLICY {policy} ON {table}")
        assert enforcement.put_in_force("owner") == sorted(TABLES)
        assert catalogue.tables("owner") == before


def test_put_in_force_twice_the_second_time_changes_nothing(whole: None) -> None:
    with owner_says():
        assert enforcement.put_in_force("owner") == []


@pytest.mark.parametrize("statement", FAULTS)
def test_what_differs_is_named_and_mended(whole: None, statement: str) -> None:
    with owner_says(statement):
        assert enforcement.differences("owner") == [f"cases_note: {FAULTS[statement]}"]
        assert enforcement.put_in_force("owner") == ["cases_note"]
        assert enforcement.differences("owner") == []


def test_a_protected_table_that_is_not_in_the_file_is_named_and_left_alone(whole: None) -> None:
    with owner_says("ALTER TABLE cases_person ENABLE ROW LEVEL SECURITY"):
        fault = "cases_person: is protected, and has no row in accounts.policies"
        assert enforcement.differences("owner") == [fault]
        assert enforcement.put_in_force("owner") == []


def test_without_all_its_tables_a_database_is_closed_and_keeps_its_policies(
    whole: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLES, "cases_later", TABLES["cases_note"])
    with owner_says("ALTER TABLE cases_note DISABLE ROW LEVEL SECURITY"):
        assert enforcement.put_in_force("owner") == ["cases_note"]
        assert enforcement.differences("owner") == ["cases_later: is not there"]
        assert enforcement.lacking("owner") == ["cases_later"]


@pytest.mark.parametrize("statement", list(FAULTS)[:3])
def test_the_health_check_names_a_table_that_is_not_protected(whole: None, statement: str) -> None:
    with owner_says(statement):
        assert enforcement.lacking("owner") == ["cases_note"]


def test_the_site_is_not_healthy_while_a_policy_is_missing(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get("/healthz").status_code == 200
    monkeypatch.setitem(TABLES, "cases_later", TABLES["cases_note"])
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"policies are missing")


def test_a_function_with_the_owners_rights_is_nobodys_but_the_policies(db: None) -> None:
    for name, overloads in catalogue.functions().items():
        for one in overloads:
            assert one.has_fixed_path, name
            assert not one.anybody_may, name
            called = name in FUNCTIONS or name in DOORS
            assert one.app_may == called, name
            assert one.is_trigger != called, name


def test_a_function_that_was_opened_or_changed_is_mended(whole: None) -> None:
    opened = "GRANT EXECUTE ON FUNCTION referrals_is_accepted(cases_casegrant) TO PUBLIC"
    with owner_says(opened):
        assert enforcement.differences("owner") == ["referrals_is_accepted: anybody may call it"]
        assert enforcement.put_in_force("owner") == ["referrals_is_accepted"]
        assert enforcement.differences("owner") == []
    changed = "ALTER FUNCTION referrals_is_accepted(cases_casegrant) RESET ALL"
    with owner_says(changed):
        assert enforcement.put_in_force("owner") == ["referrals_is_accepted"]
        assert enforcement.differences("owner") == []


def test_no_table_leads_to_a_person_without_a_row_in_the_file() -> None:
    with_a_rule = {model._meta.db_table for model in protected()}
    leading = {
        model._meta.db_table for model in leading_to_a_person() if model._meta.label not in EXEMPT
    }
    assert leading <= TABLES.keys()
    assert with_a_rule <= TABLES.keys()


def test_the_command_says_whether_the_database_agrees(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    call_command("apply_policies", "--check", stdout=said)
    assert said.getvalue() == "the database says what accounts.policies says\n"
    monkeypatch.setitem(TABLES, "cases_later", TABLES["cases_note"])
    with pytest.raises(CommandError, match="1 faults"):
        call_command("apply_policies", "--check", stderr=StringIO())
