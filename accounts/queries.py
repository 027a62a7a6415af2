"""What the pages about members and organisations need. No person data: only who works here."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.acting import Acting, for_system
from accounts.models import Invitation, Membership, Organisation, RoleChoice
from accounts.permissions import Role
from accounts.tokens import digest_of

# Of invitations that came to nothing the page shows the newest only.
MOST_INVITATIONS = 100


@dataclass(frozen=True)
class MemberRow:
    """One membership as the administrator sees it."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    email: str
    role_label: str
    is_caseworker: bool
    may_see_tb: bool
    is_active: bool
    is_oneself: bool


@dataclass(frozen=True)
class InvitationRow:
    """One invitation nobody has answered yet."""

    id: uuid.UUID
    email: str
    role_label: str
    may_see_tb: bool
    invited_at: datetime.datetime
    expires_at: datetime.datetime
    has_run_out: bool


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation as whoever keeps the list sees it: no names, two counts."""

    id: uuid.UUID
    name: str
    kind_label: str
    is_active: bool
    is_protected: bool
    members: int
    admins: int


def members_of(acting: Acting) -> list[MemberRow]:
    """Return the members of one's own organisation: those who work, then the suspended."""
    members = Membership.objects.filter(organisation_id=acting.organisation_key)
    ordered = members.select_related("user").order_by("-is_active", "user__name", "role", "id")
    return [
        MemberRow(
            id=one.pk,
            user_id=one.user_id,
            name=one.user.name,
            email=one.user.email,
            role_label=one.get_role_display(),
            is_caseworker=one.role == Role.CASEWORKER,
            may_see_tb=one.may_see_tb,
            is_active=one.is_active,
            is_oneself=one.user_id == acting.user_id,
        )
        for one in ordered
    ]


def open_invitations(
    acting: Acting, now: datetime.datetime, organisation_id: uuid.UUID | None = None
) -> list[InvitationRow]:
    """Return the invitations nobody has answered, the newest first."""
    rows = Invitation.objects.visible_to(acting).open()
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return [
        InvitationRow(
            id=one.pk,
            email=one.email,
            role_label=one.get_role_display(),
            may_see_tb=one.may_see_tb,
            invited_at=one.invited_at,
            expires_at=one.expires_at,
            has_run_out=one.expires_at <= now,
        )
        for one in rows.order_by("-id")[:MOST_INVITATIONS]
    ]


def organisations() -> list[OrganisationRow]:
    """Return every organisation by name, those that work here no more at the end."""
    return [_row(one) for one in _counted().order_by("-is_active", "name", "id")]


def organisation_row(organisation_id: uuid.UUID) -> OrganisationRow:
    """Return one organisation with its counts."""
    return _row(_counted().get(pk=organisation_id))


def _counted() -> "QuerySet[Organisation]":
    works = Q(memberships__is_active=True, memberships__user__is_active=True)
    administers = works & Q(memberships__role=Role.ORGANISATION_ADMIN)
    return Organisation.objects.annotate(
        members_now=Count("memberships", filter=works),
        admins_now=Count("memberships", filter=administers),
    )


def _row(one: Any) -> OrganisationRow:
    return OrganisationRow(
        id=one.pk,
        name=one.name,
        kind_label=one.get_kind_display(),
        is_active=one.is_active,
        is_protected=one.is_protected,
        members=one.members_now,
        admins=one.admins_now,
    )


@dataclass(frozen=True)
class OpenInvitation:
    """What the page behind a link says before anybody has signed anything."""

    invitation: Invitation
    organisation: str
    role_label: str


def behind_link(token: str, now: datetime.datetime) -> OpenInvitation | None:
    """Return what a link offers; None for every link that opens nothing, whatever the reason."""
    with for_system(reason="what does an invitation's link offer"):
        invitation = (
            Invitation.objects.open()
            .filter(token_digest=digest_of(token), expires_at__gt=now, organisation__is_active=True)
            .select_related("organisation")
            .first()
        )
    if invitation is None:
        return None
    return OpenInvitation(
        invitation=invitation,
        organisation=invitation.organisation.name,
        role_label=str(RoleChoice(invitation.role).label),
    )
