"""The table of who may do what, held against the rules that must never bend."""

import pytest

from accounts.permissions import (
    ROLE_PERMISSIONS,
    ROLE_READS,
    ROLE_SCOPE,
    DataClass,
    Permission,
    Role,
    Scope,
)

OUTSIDE = {
    Role.CONSULATE_OFFICER,
    Role.RECEPTION_OFFICER,
    Role.HEALTH_ANALYST,
    Role.ORGANISATION_ADMIN,
    Role.SYSTEM_ADMIN,
}


def test_every_role_has_its_row() -> None:
    assert ROLE_PERMISSIONS.keys() == set(Role)


@pytest.mark.parametrize("role", sorted(OUTSIDE))
def test_who_must_never_see_a_file_has_no_permission_no_scope_and_no_class(role: Role) -> None:
    assert ROLE_PERMISSIONS[role] == {Permission.OWN_ACCOUNT, Permission.SEE_HOME}
    assert ROLE_SCOPE.get(role, Scope.NONE) is Scope.NONE
    assert ROLE_READS.get(role, frozenset()) == frozenset()


def test_no_role_has_the_systems_scope() -> None:
    assert Scope.EVERYTHING not in ROLE_SCOPE.values()


def test_every_permission_belongs_to_somebody() -> None:
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_a_clinic_reads_nothing_about_stay_and_a_supervisor_nothing_about_tuberculosis() -> None:
    assert DataClass.STAY not in ROLE_READS[Role.CLINIC_STAFF]
    assert DataClass.TB not in ROLE_READS[Role.SUPERVISOR]


@pytest.mark.parametrize(
    "permission",
    [
        Permission.REGISTER_MIGRANT,
        Permission.CHANGE_MIGRANT,
        Permission.OPEN_CASE,
        Permission.MOVE_CASE,
        Permission.RECORD_CONSENT,
        Permission.WITHDRAW_CONSENT,
        Permission.SEND_REFERRAL,
        Permission.ASSIGN_CASE,
    ],
)
def test_a_clinic_changes_nothing_of_what_the_holder_keeps(permission: Permission) -> None:
    assert permission not in ROLE_PERMISSIONS[Role.CLINIC_STAFF]


def test_only_a_clinic_answers_referrals_and_only_a_caseworker_sends_them() -> None:
    answering = {
        role for role, may in ROLE_PERMISSIONS.items() if Permission.ANSWER_REFERRAL in may
    }
    sending = {role for role, may in ROLE_PERMISSIONS.items() if Permission.SEND_REFERRAL in may}
    assert (answering, sending) == ({Role.CLINIC_STAFF}, {Role.CASEWORKER})
