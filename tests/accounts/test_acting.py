"""Who is acting: what they read, whom the database takes them for, and for how long."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts import row_security
from accounts.acting import Acting, System, for_member, for_system
from accounts.permissions import DataClass, Permission, Scope
from cases.models import Case
from tests.cast import MEMBER_NAMES, Cast


def bound() -> tuple[str, ...]:
    """Return what the database knows: user, organisation, scope, system."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('app.user_id', true), current_setting('app.organisation_id', true),"
            " current_setting('app.scope', true), current_setting('app.system', true)"
        )
        return tuple(value or "" for value in cursor.fetchone())


def as_bound(acting: Acting) -> tuple[str, ...]:
    return (str(acting.user_id), str(acting.organisation_id or ""), acting.scope.value, "")


def test_tuberculosis_is_read_only_by_who_may_see_it(cast: Cast) -> None:
    assert DataClass.TB in cast.aigul.reads
    assert DataClass.TB in cast.dr_ahmetov.reads
    assert DataClass.TB not in cast.daniyar.reads
    assert DataClass.TB not in cast.nurse_olga.reads


def test_a_supervisor_never_reads_tuberculosis_whatever_the_flag_says(cast: Cast) -> None:
    cast.saule.membership.may_see_tb = True
    assert DataClass.TB not in cast.saule.reads


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("madina", Scope.ADMIN),
        ("officer_kg", Scope.ENVELOPE),
        ("officer_reception", Scope.ENVELOPE),
        ("analyst_health", Scope.NONE),
        ("sysadmin", Scope.KEEPER),
    ],
)
def test_who_opens_no_file_reads_no_class(cast: Cast, name: str, scope: Scope) -> None:
    acting = cast.members[name]
    assert (acting.scope, acting.reads) == (scope, frozenset())


def test_what_a_role_may_do_comes_from_the_table(cast: Cast) -> None:
    assert cast.aigul.may(Permission.RECORD_CONSENT)
    assert not cast.dr_ahmetov.may(Permission.RECORD_CONSENT)
    assert cast.aigul.role_label
    assert cast.aigul.role_name == "caseworker"


def test_a_system_administrator_writes_nothing_of_any_organisation(cast: Cast) -> None:
    assert cast.sysadmin.organisation is None
    with pytest.raises(PermissionDenied):
        _ = cast.sysadmin.works_for
    assert cast.aigul.works_for == cast.komek


def test_the_key_of_no_organisation_finds_no_row(cast: Cast) -> None:
    assert cast.sysadmin.organisation_key == System("tests").organisation_key
    with for_system(reason="tests"):
        assert not Case.objects.filter(organisation_id=cast.sysadmin.organisation_key).exists()


@pytest.mark.parametrize("name", MEMBER_NAMES)
def test_the_database_is_told_who_acts_and_only_inside_the_block(cast: Cast, name: str) -> None:
    row_security.bind(None)
    before = bound()
    with for_member(cast.members[name]) as acting:
        assert bound() == as_bound(acting)
    assert bound() == before == ("", "", "none", "")


def test_one_member_after_another_and_inside_another(cast: Cast) -> None:
    with for_member(cast.aigul):
        with for_member(cast.timur):
            assert bound() == as_bound(cast.timur)
        assert bound() == as_bound(cast.aigul)


def test_the_system_sees_everything_only_inside_its_block(cast: Cast) -> None:
    with for_member(cast.aigul):
        with for_system(reason="tests"):
            assert Case.objects.count() == 3
        assert Case.objects.count() == 1


def test_a_member_inside_the_systems_block_has_their_own_rights_only(cast: Cast) -> None:
    with for_system(reason="tests"):
        with for_member(cast.aigul):
            assert Case.objects.count() == 1
        assert Case.objects.count() == 3


def test_after_an_error_nobody_keeps_the_systems_rights(cast: Cast) -> None:
    with for_member(cast.aigul):
        with pytest.raises(ZeroDivisionError), for_system(reason="tests"):
            raise ZeroDivisionError
        assert Case.objects.count() == 1
        with pytest.raises(ZeroDivisionError), for_member(cast.timur):
            raise ZeroDivisionError
        assert bound() == as_bound(cast.aigul)


def test_the_system_is_somebody_with_a_reason_and_no_key() -> None:
    with pytest.raises(TypeError):
        System()  # type: ignore[call-arg]
    system = System("deadlines")
    assert (system.user_id, system.organisation_id, system.role_name) == (None, None, "system")
    assert system.reads == frozenset(DataClass)
