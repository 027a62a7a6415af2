"""Who reads which rows of the audit: by the application and by the database, the same."""

import pytest
from django.db import connection

from accounts.acting import Acting, for_member, for_system
from accounts.row_security import IS_SYSTEM
from audit import actions as audit
from audit.models import Entry, Verb
from tests import database
from tests.cast import Cast
from tests.policy_mutants import condition_of, mutants
from tests.situations import daniyars_other_roles


def everybody(cast: Cast) -> dict[str, Acting]:
    """Give everybody something to be read about."""
    members = cast.members | daniyars_other_roles(cast)
    for acting in members.values():
        with for_member(acting):
            audit.record(Verb.LISTED, by=acting, subject_type="case", subject_ids=[None])
    return members


def differing(members: dict[str, Acting]) -> set[str]:
    """Return for whom the two rules differ."""
    return {name for name, one in members.items() if by_database(one) != by_rule(one)}


def by_database(acting: Acting) -> set[object]:
    with for_member(acting), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry")
        return {key for (key,) in cursor.fetchall()}


def by_rule(acting: Acting) -> set[object]:
    with for_system(reason="tests"):
        return set(Entry.objects.readable_by(acting).values_list("pk", flat=True))


@pytest.mark.situation("grants active")
def test_the_database_shows_of_the_audit_what_the_application_shows(cast: Cast) -> None:
    members = everybody(cast)
    assert differing(members) == set()
    readers = {name for name, acting in members.items() if by_rule(acting)}
    officers = {"officer_kg", "officer_tj", "officer_reception", "officer_south"}
    assert readers == set(members) - officers - {"sysadmin", "analyst_health"}


@pytest.mark.situation("grants active")
def test_each_role_reads_what_the_matrix_says(cast: Cast) -> None:
    everybody(cast)
    with for_member(cast.saule) as saule:
        rows = Entry.objects.readable_by(saule)
        assert {row.holder_id for row in rows} == {cast.komek.pk}
        # What a clinic did with a record of Komek's is Komek's to know.
        assert cast.dr_ahmetov.user_id in {row.actor_id for row in rows}
    with for_member(cast.dr_ahmetov) as doctor:
        assert {row.actor_id for row in Entry.objects.readable_by(doctor)} == {doctor.user_id}
    with for_member(cast.madina) as madina:
        rows = Entry.objects.readable_by(madina)
        assert {row.organisation_id for row in rows} == {cast.komek.pk}


@pytest.mark.situation("grants active")
def test_the_system_reads_all(cast: Cast) -> None:
    with for_system(reason="tests") as system:
        assert Entry.objects.readable_by(system).count() == Entry.objects.count() > 0


@pytest.mark.situation("grants active")
def test_a_broken_policy_of_the_audit_is_noticed(
    request: pytest.FixtureRequest, gathered: None
) -> None:
    with database.tests_as_owner():
        members = everybody(request.getfixturevalue("cast"))
        condition = condition_of("audit_entry", "members_read")
        with connection.cursor() as cursor:
            for worse in (
                "false",
                "true",
                f"(NOT {condition})",
                *(m for _, m in mutants(condition)),
            ):
                cursor.execute(f"ALTER POLICY members_read ON audit_entry USING ({worse})")
                assert differing(members), worse
                cursor.execute(f"ALTER POLICY members_read ON audit_entry USING ({condition})")
    assert IS_SYSTEM not in condition
