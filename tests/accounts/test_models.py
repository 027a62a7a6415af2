"""What the database itself refuses about organisations, users and memberships."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Organisation, User
from tests.cast import Cast


def refused(constraint: str, **changes: Any) -> None:
    """Fail unless a membership like this is refused by that constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(**changes)


def test_a_kind_of_organisation_that_is_not_in_the_list_is_refused(db: None) -> None:
    with pytest.raises(IntegrityError, match="organisation_kind_is_known"):
        Organisation.objects.create(kind="police", name="Any")


def test_a_role_that_is_not_in_the_list_is_refused(cast: Cast) -> None:
    refused(
        "membership_role_is_known", user=cast.aigul.user, organisation=cast.komek, role="director"
    )


def test_a_system_administrator_stands_outside_every_organisation(cast: Cast) -> None:
    who, rule = cast.aigul.user, "system_admin_belongs_to_no_organisation"
    refused(rule, user=who, organisation=cast.komek, role="system_admin")
    refused(rule, user=who, organisation=None, role="caseworker")
    refused(rule, user=who, organisation=None, role="system_admin", may_see_tb=True)
    Membership.objects.create(user=who, organisation=None, role="system_admin")


def test_a_role_in_an_organisation_is_held_once(cast: Cast) -> None:
    refused(
        "one_membership_per_role",
        user=cast.aigul.user,
        organisation=cast.komek,
        role="caseworker",
    )


def test_an_address_belongs_to_one_user_however_it_is_written(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="email"):
        User.objects.create_user("AIGUL@example.org", None, name="Other")


def test_a_password_is_never_stored_as_typed(cast: Cast) -> None:
    user = User.objects.create_user("new@example.org", "as typed", name="New")
    assert "as typed" not in user.password
    assert user.check_password("as typed")


@pytest.mark.parametrize("what", ["membership", "user", "organisation"])
def test_who_was_switched_off_may_act_no_more(cast: Cast, what: str) -> None:
    assert Membership.objects.current_of(cast.aigul.user_id).exists()
    switched: Any = {
        "membership": cast.aigul.membership,
        "user": cast.aigul.user,
        "organisation": cast.komek,
    }[what]
    switched.is_active = False
    switched.save()
    assert not Membership.objects.current_of(cast.aigul.user_id).exists()


def test_a_system_administrator_is_current_without_an_organisation(cast: Cast) -> None:
    assert Membership.objects.current_of(cast.sysadmin.user_id).exists()


def test_nobody_is_called_by_their_address(cast: Cast) -> None:
    assert str(cast.aigul.user) == "Aigul"
    assert str(cast.aigul.membership) == "Aigul (caseworker)"
    assert str(cast.komek) == "Komek"
