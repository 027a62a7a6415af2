"""Row-level security: the database shows everybody just what `visible_to` shows them."""

from typing import Any

import pytest
from django.db import connection

from accounts import row_security
from accounts.acting import for_member, for_system
from tests.cast import Cast
from tests.situations import SITUATIONS, daniyars_other_roles
from tests.two_rules import (
    EXEMPT,
    differences,
    leading_to_a_person,
    protected,
    seen_by_rule,
    seen_in_sql,
)

TABLES = [*[model._meta.db_table for model in protected()], "audit_entry"]


def ask(statement: str, *values: Any) -> list[tuple[object, ...]]:
    """Return the rows of one question to the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def test_every_model_that_leads_to_a_person_has_a_rule_or_a_written_reason() -> None:
    without = {model._meta.label for model in leading_to_a_person() if model not in protected()}
    assert without == EXEMPT.keys()
    assert all(EXEMPT.values())


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_database_shows_everybody_what_the_application_shows(
    cast: Cast, situation: str
) -> None:
    SITUATIONS[situation](cast)
    members = cast.members | daniyars_other_roles(cast)
    assert differences(members, protected()) == []


@pytest.mark.situation("grants active")
def test_the_comparison_compares_something_on_every_table(cast: Cast) -> None:
    seen = [seen_by_rule(protected(), acting) for acting in cast.members.values()]
    for model in protected():
        assert any(rows[model] for rows in seen), model
        assert not all(rows[model] for rows in seen), model


@pytest.mark.situation("grants active")
def test_strangers_see_nothing_of_gulnara(cast: Cast) -> None:
    for stranger in (cast.timur, cast.dr_lee):
        for model, keys in seen_in_sql(protected(), stranger).items():
            if any(field.name == "migrant" for field in model._meta.fields):
                rows = model._default_manager.filter(pk__in=keys, migrant=cast.gulnara)
                with for_system(reason="tests"):
                    assert not rows.exists(), model


@pytest.mark.situation("grants active")
def test_who_has_no_scope_sees_no_row_at_all(cast: Cast) -> None:
    for name in ("officer_tj", "officer_south", "analyst_health"):
        assert not any(seen_in_sql(protected(), cast.members[name]).values()), name


@pytest.mark.situation("grants active")
@pytest.mark.parametrize(
    ("name", "tables"),
    [("madina", {"Invitation", "SharingAgreement", "WholeExport"}), ("sysadmin", {"Invitation"})],
)
def test_administrators_see_rows_of_organisations_and_of_no_person(
    cast: Cast, name: str, tables: set[str]
) -> None:
    seen = seen_in_sql(protected(), cast.members[name])
    assert {model.__name__ for model, keys in seen.items() if keys} == tables


@pytest.mark.situation("grants active")
def test_a_centre_sees_its_own_sheets_and_no_row_of_anything_else(cast: Cast) -> None:
    seen = seen_in_sql(protected(), cast.officer_reception)
    assert {model.__name__ for model, keys in seen.items() if keys} == {"Examination"}


@pytest.mark.situation("grants active")
def test_a_consulate_sees_no_row_but_of_envelopes_meant_for_it(cast: Cast) -> None:
    seen = seen_in_sql(protected(), cast.officer_kg)
    assert {model.__name__: len(rows) for model, rows in seen.items() if rows} == {
        "Envelope": 1,
        "EnvelopeStep": 3,
        "EnvelopeAnswer": 1,
    }


@pytest.mark.situation("grants active")
def test_who_is_not_bound_sees_no_row(cast: Cast) -> None:
    assert not any(seen_in_sql(protected(), None).values())


@pytest.mark.django_db(transaction=True)
def test_a_binding_ends_with_its_transaction(cast: Cast) -> None:
    with for_member(cast.aigul):
        assert ask("SELECT count(*) FROM cases_case") == [(1,)]
    assert ask("SELECT count(*) FROM cases_case") == [(0,)]
    # What the setting reads after a commit is an empty text, not null: no policy may choke on it.
    assert ask("SELECT current_setting('app.user_id', true)") == [("",)]


@pytest.mark.parametrize("table", TABLES)
def test_row_security_is_enabled_and_forced(db: None, table: str) -> None:
    assert ask(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    ) == [(True, True)]


def test_the_application_is_a_plain_role_that_owns_nothing(db: None) -> None:
    role = row_security.app_role()
    assert ask("SELECT current_user") == [(role,)]
    assert ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = current_user"
    ) == [(False, False, False, False, False)]
    for catalogue, owner in (
        ("pg_class", "relowner"),
        ("pg_proc", "proowner"),
        ("pg_namespace", "nspowner"),
        ("pg_database", "datdba"),
    ):
        owned = f"SELECT 1 FROM {catalogue} WHERE pg_has_role({owner}, 'MEMBER')"
        assert ask(owned) == [], catalogue


@pytest.mark.parametrize("table", TABLES)
def test_the_application_may_not_remove_rows(db: None, table: str) -> None:
    kept = "SELECT has_table_privilege(%s, 'DELETE, TRUNCATE, TRIGGER, REFERENCES')"
    assert ask(kept, table) == [(False,)]


def test_the_application_may_not_change_the_audit(db: None) -> None:
    assert ask("SELECT has_table_privilege('audit_entry', 'UPDATE')") == [(False,)]


def test_no_view_leads_around_the_policies(db: None) -> None:
    assert (
        ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('m', 'v')"
            " AND (relkind = 'm' OR NOT coalesce(reloptions, '{}') @> '{security_invoker=true}')"
        )
        == []
    )


def test_functions_with_the_owners_rights_have_a_fixed_search_path(db: None) -> None:
    assert (
        ask(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            " AND NOT coalesce(proconfig, '{}') @> '{\"search_path=public, pg_temp\"}'"
        )
        == []
    )
