"""Who is acting, for which organisation, in which role: the one thing every decision asks for."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import row_security
from accounts.models import Membership, Organisation, User
from accounts.permissions import (
    ROLE_PERMISSIONS,
    ROLE_READS,
    ROLE_SCOPE,
    DataClass,
    Permission,
    Role,
    Scope,
)

# The key of no row at all.
NO_ORGANISATION = uuid.UUID(int=0)


@dataclass(frozen=True)
class Acting:
    """A member at work. Built anew for each request, so a changed role counts at the next one."""

    membership: Membership

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def user_id(self) -> uuid.UUID:
        return self.membership.user_id

    @property
    def organisation(self) -> Organisation | None:
        return self.membership.organisation

    @property
    def organisation_id(self) -> uuid.UUID | None:
        return self.membership.organisation_id

    @property
    def organisation_key(self) -> uuid.UUID:
        """The key to compare rows with; None in a filter would ask for rows that have none."""
        return self.membership.organisation_id or NO_ORGANISATION

    @property
    def works_for(self) -> Organisation:
        """The organisation that holds what this member writes; system administrators have none."""
        if self.organisation is None:
            raise PermissionDenied
        return self.organisation

    @property
    def role(self) -> Role:
        return Role(self.membership.role)

    @property
    def role_name(self) -> str:
        return self.membership.role

    @property
    def role_label(self) -> str:
        return self.membership.get_role_display()

    @property
    def scope(self) -> Scope:
        return ROLE_SCOPE.get(self.role, Scope.NONE)

    def may(self, permission: Permission) -> bool:
        """Say whether the role does this kind of act at all."""
        return permission in ROLE_PERMISSIONS[self.role]

    @property
    def reads(self) -> frozenset[DataClass]:
        """The classes this member may read where the relation allows it."""
        hidden = frozenset() if self.membership.may_see_tb else frozenset({DataClass.TB})
        return ROLE_READS.get(self.role, frozenset()) - hidden


@dataclass(frozen=True)
class System:
    """Background work with a reason, for what no member asks for (deadlines, demonstration)."""

    reason: str
    user_id: None = None
    organisation_id: None = None
    organisation_key: uuid.UUID = NO_ORGANISATION
    role_name: str = "system"
    scope: Scope = Scope.EVERYTHING

    @property
    def reads(self) -> frozenset[DataClass]:
        return frozenset(DataClass)


Actor = Acting | System


@contextmanager
def for_system(*, reason: str) -> Iterator[System]:
    """Open a transaction in which the database's policies let the system see every row."""
    with transaction.atomic(), row_security.everything_visible():
        yield System(reason=reason)


@contextmanager
def for_member(acting: Acting) -> Iterator[Acting]:
    """Open a transaction bound to a member: background work has their rights, no others."""
    with transaction.atomic(), row_security.bound_to(acting):
        yield acting
