"""Organisations, the people who log in, and what each does where."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import roles
from accounts.permissions import Role, Scope
from accounts.row_security import Bindable
from audit.keys import new_key

# The key of no organisation; None in a filter would ask for those who belong to none.
NOBODY = uuid.UUID(int=0)


class OrganisationKind(models.TextChoices):
    """Kinds of organisation (fixed words of the interface)."""

    NGO = "ngo", _("Non-governmental organisation")
    CLINIC = "clinic", _("Clinic or hospital")
    CONSULATE = "consulate", _("Consulate")
    RECEPTION_CENTRE = "reception_centre", _("Reception-distribution centre")
    HEALTH_DEPARTMENT = "health_department", _("Health department")
    COMMUNITY = "community", _("Diaspora or cultural centre")


class Organisation(models.Model):
    """Whoever holds a piece of the work. Names are reference texts in six languages."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.TextField(choices=OrganisationKind.choices)
    name = models.TextField()
    # Whose state a consulate is (ISO 3166-1, two letters); empty for all others.
    country = models.TextField(blank=True, default="")
    # BIN or IIN: the law wants it beside the name of whoever keeps personal data.
    registration_number = models.TextField(blank=True, default="")
    is_protected = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="consulate", country__regex="^[A-Z]{2}$")
                | (~models.Q(kind="consulate") & models.Q(country="")),
                name="a_consulate_has_its_country",
            ),
            models.CheckConstraint(
                condition=models.Q(registration_number="")
                | models.Q(registration_number__regex="^[0-9]{12}$"),
                name="registration_number_has_twelve_digits",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; nobody is a superuser."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a new user with a hashed password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who logs in by e-mail. What they may do hangs on their memberships."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    language = models.TextField(default="ru")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleChoice(models.TextChoices):
    """Roles with their names for people."""

    CASEWORKER = Role.CASEWORKER.value, _("Caseworker")
    SUPERVISOR = Role.SUPERVISOR.value, _("Supervisor")
    CLINIC_STAFF = Role.CLINIC_STAFF.value, _("Clinic staff")
    CONSULATE_OFFICER = Role.CONSULATE_OFFICER.value, _("Consulate officer")
    RECEPTION_OFFICER = Role.RECEPTION_OFFICER.value, _("Reception centre officer")
    HEALTH_ANALYST = Role.HEALTH_ANALYST.value, _("Health department analyst")
    ORGANISATION_ADMIN = Role.ORGANISATION_ADMIN.value, _("Organisation administrator")
    SYSTEM_ADMIN = Role.SYSTEM_ADMIN.value, pgettext_lazy("role", "System administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships."""

    def current_of(self, user_id: uuid.UUID) -> "MembershipQuerySet":
        """Keep what this user may act as now, in a stable order."""
        return (
            self.filter(user_id=user_id, is_active=True, user__is_active=True)
            .exclude(organisation__is_active=False)
            .select_related("user", "organisation")
            .order_by("id")
        )

    def managed_by(self, actor: Bindable) -> "MembershipQuerySet":
        """Keep the memberships of one's own organisation: whom its administrator may change."""
        return self.filter(organisation_id=actor.organisation_id or NOBODY)

    def administering(self, organisation_id: uuid.UUID) -> "MembershipQuerySet":
        """Keep those who can administer an organisation now."""
        return self.filter(
            organisation_id=organisation_id,
            role=Role.ORGANISATION_ADMIN,
            is_active=True,
            user__is_active=True,
        )


class Membership(models.Model):
    """One role of one user in one organisation; `may_see_tb` opens TB, HIV and the like."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", null=True
    )
    role = models.TextField(choices=RoleChoice.choices)
    may_see_tb = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="one_membership_per_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=RoleChoice.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    organisation__isnull=True, role=Role.SYSTEM_ADMIN, may_see_tb=False
                )
                | (models.Q(organisation__isnull=False) & ~models.Q(role=Role.SYSTEM_ADMIN)),
                name="system_admin_belongs_to_no_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def visible_to(self, actor: Bindable) -> "InvitationQuerySet":
        """Keep one's own organisation's for its administrators, of all the administrators' for keepers."""
        if actor.scope == Scope.EVERYTHING:
            return self
        if actor.scope == Scope.KEEPER:
            return self.filter(role=Role.ORGANISATION_ADMIN)
        if actor.scope == Scope.ADMIN and actor.organisation_id:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def open(self) -> "InvitationQuerySet":
        """Keep what was neither accepted nor withdrawn, its time over or not."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """A role offered to whoever reads the e-mail of an address; the secret of its link is not kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    role = models.TextField(choices=RoleChoice.choices)
    may_see_tb = models.BooleanField(default=False)
    # In which the e-mail is written.
    language = models.TextField(default="ru")
    token_digest = models.TextField(unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[one.value for one in Role if one is not Role.SYSTEM_ADMIN]
                ),
                name="an_invitation_is_into_an_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(may_see_tb=False)
                | models.Q(role__in=sorted(one.value for one in roles.MAY_BE_TRUSTED_WITH_TB)),
                name="an_invitation_trusts_few_with_tb",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(
                    accepted_by__isnull=False,
                    accepted_at__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="accepting_an_invitation_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="withdrawing_an_invitation_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
