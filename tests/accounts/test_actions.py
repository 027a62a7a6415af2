"""Members and organisations: what changes, once."""

import pytest

from accounts import actions
from accounts.acting import Acting, for_system
from accounts.models import Membership, User
from accounts.permissions import Role
from tests.cast import Cast
from tests.watching import assert_codes_only, audited, unchanged


def give(cast: Cast, role: Role, *, may_see_tb: bool = False) -> Membership:
    with for_system(reason="tests") as system:
        return actions.add_member(
            by=system,
            user=cast.daniyar.user,
            organisation=cast.tirek,
            role=role,
            may_see_tb=may_see_tb,
        )


def test_a_member_is_added_and_it_is_written_down_without_a_name(cast: Cast) -> None:
    with audited() as entries:
        membership = give(cast, Role.CASEWORKER, may_see_tb=True)
    assert membership.is_active
    assert membership.may_see_tb
    (entry,) = entries
    assert (entry.verb, entry.subject_type, entry.subject_id) == (
        "created",
        "membership",
        membership.pk,
    )
    assert entry.detail == {"role": "caseworker"}
    assert_codes_only(entries)


def test_adding_a_member_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    first = give(cast, Role.CASEWORKER)
    with unchanged():
        assert give(cast, Role.CASEWORKER, may_see_tb=True) == first


def test_a_user_may_have_several_roles(cast: Cast) -> None:
    assert give(cast, Role.CASEWORKER) != give(cast, Role.SUPERVISOR)


def test_a_member_added_by_a_member_bears_that_members_key(cast: Cast) -> None:
    with audited() as entries:
        actions.add_member(
            by=cast.madina,
            user=cast.timur.user,
            organisation=cast.komek,
            role=Role.CASEWORKER,
        )
    assert [entry.actor_id for entry in entries] == [cast.madina.user_id]
    assert [entry.role for entry in entries] == ["organisation_admin"]


def test_a_suspended_member_may_act_no_more(cast: Cast) -> None:
    with audited() as entries:
        actions.suspend_member(by=cast.madina, membership=cast.aigul.membership)
    assert not Membership.objects.current_of(cast.aigul.user_id).exists()
    assert [(entry.verb, entry.detail) for entry in entries] == [("ended", {"role": "caseworker"})]
    assert_codes_only(entries)


def test_suspending_twice_is_written_down_once(cast: Cast) -> None:
    actions.suspend_member(by=cast.madina, membership=cast.aigul.membership)
    with unchanged():
        actions.suspend_member(by=cast.madina, membership=cast.aigul.membership)


def test_suspending_one_role_leaves_the_others(cast: Cast) -> None:
    other = give(cast, Role.CASEWORKER)
    actions.suspend_member(by=cast.madina, membership=cast.daniyar.membership)
    assert list(Membership.objects.current_of(cast.daniyar.user_id)) == [other]


@pytest.mark.parametrize("language", ["kk", "uz"])
def test_a_language_is_remembered_for_oneself_only(cast: Cast, language: str) -> None:
    actions.set_language(by=cast.aigul.user, language=language)
    assert User.objects.get(pk=cast.aigul.user_id).language == language
    assert User.objects.get(pk=cast.saule.user_id).language == "ru"


def test_acting_is_for_one_membership() -> None:
    membership = Membership(role=Role.CASEWORKER)
    assert Acting(membership).role is Role.CASEWORKER
