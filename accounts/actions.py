"""What changes about members and organisations."""

import uuid

from django.db import transaction

from accounts.acting import Actor
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from audit import actions as audit
from audit.models import Verb


def set_language(*, by: User, language: str) -> None:
    """Remember the language a user chose for themselves."""
    User.objects.filter(pk=by.pk).update(language=language)


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
        _record(Verb.CREATED, by, membership.pk, role)
    return membership


@transaction.atomic
def suspend_member(*, by: Actor, membership: Membership) -> None:
    """End a membership at once: the next request of its user is refused."""
    if Membership.objects.filter(pk=membership.pk, is_active=True).update(is_active=False):
        _record(Verb.ENDED, by, membership.pk, Role(membership.role))


def _record(verb: Verb, by: Actor, membership_id: uuid.UUID, role: Role) -> None:
    audit.record(
        verb,
        by=by,
        subject_type="membership",
        subject_ids=[membership_id],
        detail={"role": str(role)},
    )
