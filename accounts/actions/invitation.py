"""Invite somebody, take an invitation back, accept one. Who invites never sees a password.

The secret of a link is made by whoever asks for the invitation and only its digest is stored: not
even the database can say later what was sent.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.acting import Acting, System
from accounts.actions.member import AlreadyThere, OwnMembership, RoleNotHere
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import Role
from accounts.records import note
from accounts.tokens import digest_of
from audit.models import Verb

DAYS = 7


class InvitationGone(Exception):
    """There is no such invitation any more: used, withdrawn, run out, or never there."""


class HasAdministrator(Exception):
    """An organisation with an administrator invites its people by itself."""


@dataclass(frozen=True)
class InvitationTerms:
    """Who is invited, and to do what."""

    email: str
    role: Role
    may_see_tb: bool = False
    language: str = "ru"


@transaction.atomic
def invite_member(
    *,
    by: Acting,
    organisation: Organisation,
    terms: InvitationTerms,
    token: str,
    submission: UUID,
    now: datetime.datetime,
) -> bool:
    """Store an invitation of seven days in place of an open one; say whether it is new.

    The form's own key becomes the row's: the same submission invites once, and the second time
    its link is not made again. Raises OwnMembership, RoleNotHere, AlreadyThere or
    HasAdministrator.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Invitation.objects.filter(pk=submission).exists():
        return False
    email = terms.email.strip().lower()
    _refuse(by, organisation, email, terms)
    _withdraw_earlier(by, organisation, email, terms.role, now)
    Invitation.objects.create(
        pk=submission,
        organisation=organisation,
        email=email,
        role=terms.role,
        may_see_tb=terms.may_see_tb,
        language=terms.language,
        token_digest=digest_of(token),
        invited_by=by.user,
        invited_at=now,
        expires_at=now + datetime.timedelta(days=DAYS),
    )
    codes: dict[str, str | bool] = {"role": str(terms.role), "may_see_tb": terms.may_see_tb}
    note(Verb.CREATED, by, "invitation", submission, **codes)
    return True


def _refuse(by: Acting, organisation: Organisation, email: str, terms: InvitationTerms) -> None:
    if email == by.user.email:
        raise OwnMembership(email)
    is_trusted = terms.may_see_tb and not roles.may_see_tb(terms.role)
    if is_trusted or not roles.may_hold(organisation.kind, terms.role):
        raise RoleNotHere(terms.role)
    administering = Membership.objects.administering(organisation.pk)
    if by.role is Role.SYSTEM_ADMIN and administering.exists():
        raise HasAdministrator(organisation.pk)
    held = Membership.objects.filter(
        organisation=organisation, user__email=email, role=terms.role, is_active=True
    )
    if held.exists():
        raise AlreadyThere(terms.role)


def _withdraw_earlier(
    by: Acting, organisation: Organisation, email: str, role: Role, now: datetime.datetime
) -> None:
    earlier = Invitation.objects.filter(organisation=organisation, email=email, role=role)
    for invitation in earlier.open():
        withdraw_invitation(by=by, invitation=invitation, now=now)


@transaction.atomic
def withdraw_invitation(*, by: Acting, invitation: Invitation, now: datetime.datetime) -> bool:
    """Kill a link; say whether it was still open."""
    rows = Invitation.objects.visible_to(by).open().filter(pk=invitation.pk)
    if not rows.update(withdrawn_at=now, withdrawn_by=by.user):
        return False
    note(Verb.ENDED, by, "invitation", invitation.pk)
    return True


@dataclass(frozen=True)
class NewAccount:
    """What an invited person says of themselves; the password is theirs alone."""

    name: str
    language: str
    password: str


@transaction.atomic
def accept_as_new(
    *, by: System, invitation: Invitation, account: NewAccount, now: datetime.datetime
) -> Membership | None:
    """Make the account of an invited person and give it the role.

    Returns None, and changes nothing, where the address has an account already: only whoever is
    signed in to it can accept. It takes as long in either case. Raises InvitationGone.
    """
    hashed = make_password(account.password)
    try:
        with transaction.atomic():
            user = User.objects.create(
                email=invitation.email,
                name=account.name,
                language=account.language,
                password=hashed,
            )
    except IntegrityError:
        return None
    membership = _accept(invitation, user, now)
    note(Verb.CREATED, by, "user", user.pk)
    return membership


@transaction.atomic
def accept_as_known(*, by: User, invitation: Invitation, now: datetime.datetime) -> Membership:
    """Give the role to the account that is signed in, if it was invited. Raises InvitationGone."""
    if by.email != invitation.email:
        raise InvitationGone(invitation.pk)
    return _accept(invitation, by, now)


def _accept(invitation: Invitation, user: User, now: datetime.datetime) -> Membership:
    rows = Invitation.objects.open().filter(pk=invitation.pk, expires_at__gt=now)
    if not rows.update(accepted_at=now, accepted_by=user):
        raise InvitationGone(invitation.pk)
    membership, _is_new = Membership.objects.update_or_create(
        user=user,
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        defaults={"is_active": True, "may_see_tb": invitation.may_see_tb},
    )
    joined = Acting(membership)
    note(Verb.CHANGED, joined, "invitation", invitation.pk, accepted=True)
    codes: dict[str, str | bool] = {"role": invitation.role, "may_see_tb": invitation.may_see_tb}
    note(Verb.CREATED, joined, "membership", membership.pk, **codes)
    return membership


@transaction.atomic
def renew_link(*, by: System, invitation: Invitation, token: str) -> None:
    """Give an open invitation another secret: the link that was used opens nothing any more."""
    renewed = Invitation.objects.open().filter(pk=invitation.pk)
    if renewed.update(token_digest=digest_of(token)):
        note(Verb.CHANGED, by, "invitation", invitation.pk, renewed=True)
