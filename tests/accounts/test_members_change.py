"""Roles and trust are changed by an administrator, never by oneself, and count at once."""

import pytest
from django.test import Client

from accounts import actions
from accounts.acting import Acting, for_member, for_system
from accounts.actions.member import AlreadyThere, LastAdministrator, OwnMembership, RoleNotHere
from accounts.models import Membership
from accounts.permissions import Role
from tests.accounts.administering import invited
from tests.at_once import second_waits_for_first
from tests.cast import Cast
from tests.watching import assert_codes_only, audited, unchanged


def of(cast: Cast, name: str) -> Membership:
    """Return somebody's membership as it is now."""
    return Membership.objects.get(pk=cast.members[name].membership.pk)


def change(cast: Cast, name: str, role: Role, *, tb: bool = False, by: str = "madina") -> bool:
    with for_member(cast.members[by]) as acting:
        return actions.change_member(
            by=acting,
            membership=of(cast, name),
            role=role,
            may_see_tb=tb,
            because="other_work",
        )


def also_admin(cast: Cast, name: str) -> Acting:
    """Let somebody administer Komek beside Madina."""
    with for_system(reason="tests") as system:
        user = cast.members[name].user
        role = Role.ORGANISATION_ADMIN
        return Acting(actions.add_member(by=system, user=user, organisation=cast.komek, role=role))


def test_trust_in_tb_is_given_with_its_reason_and_written_down(cast: Cast) -> None:
    with audited() as entries:
        assert change(cast, "daniyar", Role.CASEWORKER, tb=True)
    assert of(cast, "daniyar").may_see_tb
    (entry,) = entries
    assert (entry.verb, entry.subject_id) == ("changed", cast.daniyar.membership.pk)
    assert entry.actor_id == cast.madina.user_id
    assert entry.detail == {
        "from": "caseworker",
        "saw_tb": False,
        "to": "caseworker",
        "may_see_tb": True,
        "because": "other_work",
    }
    assert_codes_only(entries)


def test_changing_to_what_is_already_so_changes_nothing(cast: Cast) -> None:
    with unchanged():
        assert not change(cast, "aigul", Role.CASEWORKER, tb=True)


@pytest.mark.parametrize(
    ("role", "tb"),
    [
        (Role.CLINIC_STAFF, False),
        (Role.CONSULATE_OFFICER, False),
        (Role.SYSTEM_ADMIN, False),
        (Role.SUPERVISOR, True),
        (Role.ORGANISATION_ADMIN, True),
    ],
)
def test_no_role_that_is_not_the_organisations_and_no_trust_without_need(
    cast: Cast, role: Role, *, tb: bool
) -> None:
    with unchanged(), pytest.raises(RoleNotHere):
        change(cast, "daniyar", role, tb=tb)


def test_nobody_changes_suspends_or_restores_themselves(cast: Cast) -> None:
    with unchanged(), for_member(cast.madina) as by:
        own = of(cast, "madina")
        for act in (actions.suspend_member, actions.restore_member):
            with pytest.raises(OwnMembership):
                act(by=by, membership=own)
    with unchanged(), pytest.raises(OwnMembership):
        change(cast, "madina", Role.CASEWORKER, tb=True)


def test_nobody_changes_another_role_of_their_own_either(cast: Cast) -> None:
    madina = also_admin(cast, "aigul")
    with unchanged(), for_member(madina) as by, pytest.raises(OwnMembership):
        actions.suspend_member(by=by, membership=of(cast, "aigul"))


def test_the_same_role_is_not_held_twice(cast: Cast) -> None:
    second = also_admin(cast, "saule")
    with unchanged(), pytest.raises(AlreadyThere):
        change(cast, "saule", Role.ORGANISATION_ADMIN)
    assert second.membership.is_active


def test_the_last_administrator_stays(cast: Cast) -> None:
    saule = also_admin(cast, "saule")
    with for_member(saule) as by:
        actions.suspend_member(by=by, membership=of(cast, "madina"))
    # Somebody of before, whose page is still open.
    with unchanged(), for_member(cast.madina) as by:
        with pytest.raises(LastAdministrator):
            actions.suspend_member(by=by, membership=saule.membership)
        with pytest.raises(LastAdministrator):
            actions.change_member(
                by=by,
                membership=saule.membership,
                role=Role.CASEWORKER,
                may_see_tb=False,
                because="mistake",
            )


def test_whoever_comes_back_comes_back_without_the_trust(cast: Cast) -> None:
    with for_member(cast.madina) as by:
        assert actions.suspend_member(by=by, membership=of(cast, "aigul"))
        assert actions.restore_member(by=by, membership=of(cast, "aigul"))
        assert not actions.restore_member(by=by, membership=of(cast, "aigul"))
    back = of(cast, "aigul")
    assert (back.is_active, back.may_see_tb) == (True, False)


def test_the_links_of_a_suspended_administrator_die_with_the_role(cast: Cast) -> None:
    saule = also_admin(cast, "saule")
    invitation, _token = invited(saule)
    with audited() as entries, for_member(cast.madina) as by:
        actions.suspend_member(by=by, membership=saule.membership)
    with for_system(reason="tests"):
        invitation.refresh_from_db()
    assert invitation.withdrawn_by == cast.madina.user
    assert [entry.subject_type for entry in entries] == ["membership", "invitation"]


def test_a_change_counts_at_the_next_request(cast: Cast, client: Client) -> None:
    client.force_login(cast.daniyar.user)
    assert client.get("/agreements/").status_code == 403
    change(cast, "daniyar", Role.ORGANISATION_ADMIN)
    assert client.get("/agreements/").status_code == 200
    assert client.get("/cases/").status_code == 403
    with for_member(cast.madina) as by:
        actions.suspend_member(by=by, membership=of(cast, "daniyar"))
    assert client.get("/agreements/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_who_suspend_each_other_at_once_one_stays(cast: Cast) -> None:
    saule = also_admin(cast, "saule")
    done, refused = second_waits_for_first(
        (saule, lambda: actions.suspend_member(by=saule, membership=of(cast, "madina"))),
        (
            cast.madina,
            lambda: actions.suspend_member(by=cast.madina, membership=saule.membership),
        ),
    )
    assert done is True
    assert isinstance(refused, LastAdministrator)
    assert Membership.objects.administering(cast.komek.pk).get() == saule.membership
