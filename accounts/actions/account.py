"""Accounts, organisations and roles, as they come into being."""

import uuid

from django.db import transaction

from accounts.acting import Actor
from accounts.models import Membership, Organisation, OrganisationKind, User
from accounts.permissions import Role
from accounts.records import note
from audit.keys import new_key
from audit.models import Verb


def set_language(*, by: User, language: str) -> None:
    """Remember the language a user chose for themselves."""
    User.objects.filter(pk=by.pk).update(language=language)


@transaction.atomic
def add_user(*, by: Actor, email: str, name: str, password: str, language: str = "ru") -> User:
    """Store an account that may log in; it may do nothing until it becomes a member."""
    user = User.objects.create_user(email, password, name=name, language=language)
    note(Verb.CREATED, by, "user", user.pk)
    return user


@transaction.atomic
def add_organisation(
    *,
    by: Actor,
    kind: OrganisationKind,
    name: str,
    country: str = "",
    is_protected: bool = False,
    key: uuid.UUID | None = None,
) -> Organisation:
    """Store an organisation, called the same in every language until somebody translates it.

    With a form's own key as its own, the same submission stores it once.
    """
    names = {"name_en": name, "name_ru": name}
    organisation, is_new = Organisation.objects.get_or_create(
        pk=key or new_key(),
        defaults={"kind": kind, "country": country, "is_protected": is_protected, **names},
    )
    if is_new:
        note(Verb.CREATED, by, "organisation", organisation.pk, kind=str(kind))
    return organisation


@transaction.atomic
def add_member(
    *,
    by: Actor,
    user: User,
    organisation: Organisation | None,
    role: Role,
    may_see_tb: bool = False,
) -> Membership:
    """Give a user a role in an organisation; giving it twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"may_see_tb": may_see_tb}
    )
    if created:
        note(Verb.CREATED, by, "membership", membership.pk, role=str(role))
    return membership
