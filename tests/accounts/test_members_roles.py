"""Which organisation has which roles, and which of them are trusted with TB."""

import pytest

from accounts import roles
from accounts.models import OrganisationKind
from accounts.permissions import ROLE_READS, ROLE_SCOPE, DataClass, Role, Scope


def test_every_kind_of_organisation_has_its_roles_and_administrators() -> None:
    assert roles.ROLES_OF.keys() == set(OrganisationKind.values)
    assert all(Role.ORGANISATION_ADMIN in held for held in roles.ROLES_OF.values())


def test_every_role_but_the_system_administrators_belongs_somewhere() -> None:
    placed = {role for held in roles.ROLES_OF.values() for role in held}
    assert placed == set(Role) - {Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("kind", sorted(roles.FIREWALLED))
def test_nobody_behind_the_firewall_has_a_role_that_opens_files(kind: str) -> None:
    opening = {Scope.OWN, Scope.TEAM, Scope.REFERRED}
    assert not opening & {ROLE_SCOPE.get(role) for role in roles.roles_of(kind)}
    assert not roles.may_agree(kind)


def test_only_roles_that_read_tb_at_all_are_trusted_with_it() -> None:
    reading = {role for role, classes in ROLE_READS.items() if DataClass.TB in classes}
    assert reading == roles.MAY_BE_TRUSTED_WITH_TB


def test_an_unknown_kind_has_no_role_and_no_agreement() -> None:
    assert roles.roles_of("ministry") == ()
    assert not roles.may_hold("ministry", Role.CASEWORKER)
    assert not roles.may_agree("ministry")


def test_a_system_administrator_stands_outside_and_nobody_else_does() -> None:
    assert {role for role in Role if roles.may_hold(None, role)} == {Role.SYSTEM_ADMIN}
    assert not any(roles.may_hold(kind, Role.SYSTEM_ADMIN) for kind in roles.ROLES_OF)
