"""What an administrator changes about the members of their own organisation, and cannot.

Nobody changes what they themselves may do, and an organisation always keeps an administrator.
The organisation's row is locked first, so that two administrators who suspend each other at the
same moment do not both succeed.
"""

from django.db import transaction
from django.db.models.functions import Now

from accounts import roles
from accounts.acting import Actor
from accounts.models import Invitation, Membership, Organisation
from accounts.permissions import Role
from accounts.records import note
from audit.models import Verb


class OwnMembership(Exception):
    """Nobody changes what they themselves may do."""


class LastAdministrator(Exception):
    """An organisation always keeps somebody who administers it."""


class RoleNotHere(Exception):
    """This kind of organisation has no such role, or the role is not trusted with TB."""


class AlreadyThere(Exception):
    """The same person has that role here already."""


@transaction.atomic
def change_member(
    *, by: Actor, membership: Membership, role: Role, may_see_tb: bool, because: str
) -> bool:
    """Give a member another role or another trust; it counts at their next request.

    `because` is a code of `accounts.choices.ChangeReason`. Returns whether anything changed.
    Raises OwnMembership, RoleNotHere, AlreadyThere or LastAdministrator, and changes nothing.
    """
    held = _locked(by, membership)
    if (held.role, held.may_see_tb) == (role, may_see_tb):
        return False
    _refuse_misplaced(held, role, may_see_tb=may_see_tb)
    if role != held.role:
        _keep_an_administrator(held)
    codes: dict[str, str | bool] = {"from": held.role, "saw_tb": held.may_see_tb}
    Membership.objects.filter(pk=held.pk).update(role=role, may_see_tb=may_see_tb)
    codes |= {"to": str(role), "may_see_tb": may_see_tb, "because": because}
    note(Verb.CHANGED, by, "membership", held.pk, **codes)
    if role != held.role:
        _withdraw_what_they_sent(by, held)
    return True


@transaction.atomic
def suspend_member(*, by: Actor, membership: Membership) -> bool:
    """End a membership at once: the next request of its user is refused.

    Raises OwnMembership or LastAdministrator. Returns whether anything changed.
    """
    held = _locked(by, membership)
    if not held.is_active:
        return False
    _keep_an_administrator(held)
    Membership.objects.filter(pk=held.pk).update(is_active=False)
    note(Verb.ENDED, by, "membership", held.pk, role=held.role)
    _withdraw_what_they_sent(by, held)
    return True


@transaction.atomic
def restore_member(*, by: Actor, membership: Membership) -> bool:
    """Let a suspended member work again, without the trust in TB they may have had.

    Whoever comes back is given that trust anew, with its reason. Returns whether anything changed.
    """
    held = _locked(by, membership)
    if held.is_active:
        return False
    Membership.objects.filter(pk=held.pk).update(is_active=True, may_see_tb=False)
    note(Verb.CHANGED, by, "membership", held.pk, role=held.role, is_active=True)
    return True


def _locked(by: Actor, membership: Membership) -> Membership:
    """Return the membership as it is now, with its organisation locked against others."""
    if membership.user_id == by.user_id:
        raise OwnMembership(membership.pk)
    if membership.organisation_id:
        Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("organisation").get(pk=membership.pk)


def _refuse_misplaced(held: Membership, role: Role, *, may_see_tb: bool) -> None:
    kind = held.organisation.kind if held.organisation else None
    if not roles.may_hold(kind, role) or (may_see_tb and not roles.may_see_tb(role)):
        raise RoleNotHere(role)
    same = Membership.objects.filter(
        user_id=held.user_id, organisation=held.organisation, role=role
    )
    if same.exclude(pk=held.pk).exists():
        raise AlreadyThere(role)


def _keep_an_administrator(held: Membership) -> None:
    if held.role != Role.ORGANISATION_ADMIN or not held.is_active or not held.organisation_id:
        return
    others = Membership.objects.administering(held.organisation_id).exclude(pk=held.pk)
    if not others.exists():
        raise LastAdministrator(held.pk)


def _withdraw_what_they_sent(by: Actor, held: Membership) -> None:
    """Kill the links an administrator may still have in their hands."""
    if held.role != Role.ORGANISATION_ADMIN or not held.organisation_id:
        return
    sent = Invitation.objects.open().filter(
        invited_by_id=held.user_id, organisation_id=held.organisation_id
    )
    keys = list(sent.values_list("pk", flat=True))
    sent.update(withdrawn_at=Now(), withdrawn_by=by.user_id or held.user_id)
    for key in keys:
        note(Verb.ENDED, by, "invitation", key)
