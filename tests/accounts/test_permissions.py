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

P = Permission


def test_every_role_has_its_row() -> None:
    assert ROLE_PERMISSIONS.keys() == set(Role)


NO_FILES = {Scope.NONE, Scope.ENVELOPE, Scope.ADMIN, Scope.KEEPER}
# What each of those who read no file may do besides keeping their own account.
OUTSIDERS_MAY = {
    Role.CONSULATE_OFFICER: {P.LIST_ENVELOPES, P.SEE_ENVELOPE, P.ANSWER_ENVELOPE},
    Role.RECEPTION_OFFICER: {P.SEE_CUSTODY, P.REFER_FROM_CUSTODY},
    Role.HEALTH_ANALYST: {P.SEE_CITY_FIGURES},
    Role.ORGANISATION_ADMIN: {
        P.SEE_REPORTS,
        P.EXPORT_REPORTS,
        P.MANAGE_MEMBERS,
        P.MANAGE_AGREEMENTS,
        P.SEE_AUDIT,
        P.RELEASE_EXPORT,
        P.CONFIRM_GLASS,
    },
    Role.SYSTEM_ADMIN: {P.KEEP_ORGANISATIONS, P.SEE_AUDIT},
}


@pytest.mark.parametrize("role", sorted(OUTSIDERS_MAY))
def test_who_must_never_see_a_file_may_do_these_few_things_and_reads_no_class(role: Role) -> None:
    assert ROLE_PERMISSIONS[role] == {P.OWN_ACCOUNT, P.SEE_HOME} | OUTSIDERS_MAY[role]
    assert ROLE_SCOPE.get(role, Scope.NONE) in NO_FILES
    assert ROLE_READS.get(role, frozenset()) == frozenset()


def test_only_the_firewalled_roles_see_envelopes_and_nothing_else() -> None:
    behind = {role for role, scope in ROLE_SCOPE.items() if scope is Scope.ENVELOPE}
    assert behind == {Role.CONSULATE_OFFICER, Role.RECEPTION_OFFICER}


def test_who_lifts_the_block_on_contact_with_the_state_is_not_who_asks_for_it() -> None:
    for may in ROLE_PERMISSIONS.values():
        assert not {P.ASK_STATE_CONTACT, P.ALLOW_STATE_CONTACT} <= may


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
