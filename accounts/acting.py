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
    ROLE_SCOPE,
    DataClass,
    Mask,
    Permission,
    Relation,
    Role,
    Scope,
    cell,
    may_write,
    readable,
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
        return self.reads_where(Relation.OPENED)

    def reads_where(self, relation: Relation) -> frozenset[DataClass]:
        """Return the classes this member reads of rows in a relation to them.

        An emergency opens class 6 whatever the membership says: that is what it is reviewed for.
        """
        classes = readable(self.role, relation)
        hides_tb = not self.membership.may_see_tb and relation is not Relation.IN_EMERGENCY
        return classes - {DataClass.TB} if hides_tb else classes

    def may_write(self, data_class: DataClass) -> bool:
        """Say whether the role writes this class at all, on rows that are open to it."""
        return may_write(self.role, data_class)

    def mask_of(self, data_class: DataClass) -> Mask:
        """Return what this member sees of values of the class before asking."""
        return cell(self.role, data_class).mask


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
