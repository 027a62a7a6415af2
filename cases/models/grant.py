"""Which organisation may see which classes of a case, why, and until when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Actor
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases.states import CaseState


class GrantReason(models.TextChoices):
    """Why an organisation sees a case."""

    OWNER = "owner", _("opened the case")
    REFERRAL = "referral", _("accepted a referral")


class GrantEnd(models.TextChoices):
    """Why a grant ended, or will."""

    CONSENT_ENDS = "consent_ends", _("the consent ends")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("consent was withdrawn")
    AGREEMENT_ENDED = "agreement_ended", _("the agreement between the organisations ended")
    REFERRAL_ENDED = "referral_ended", _("the referral ended")


class CaseGrantQuerySet(models.QuerySet["CaseGrant"]):
    """Grants; `opening_to` is the one rule that says who may see a case."""

    def current(self) -> "CaseGrantQuerySet":
        """Keep grants that have not ended, by the database's clock."""
        return self.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=Now()))

    def opening_to(self, actor: Actor) -> "CaseGrantQuerySet":
        """Keep current grants that let this actor see the case."""
        if actor.scope is Scope.EVERYTHING:
            return self.current()
        mine = self.current().filter(organisation_id=actor.organisation_key)
        if actor.scope is Scope.OWN:
            return mine.filter(caseworker_id=actor.user_id)
        return mine if actor.scope in {Scope.TEAM, Scope.REFERRED} else self.none()

    def cases_open_to(self, actor: Actor) -> models.QuerySet["CaseGrant", uuid.UUID]:
        """Return the keys of the cases this actor may see, without looking at the cases."""
        return self.opening_to(actor).values_list("case_id", flat=True)

    def covering(self, data_class: DataClass) -> "CaseGrantQuerySet":
        """Keep grants that name the class."""
        return self.filter(data_classes__contains=[data_class])

    def visible_to(self, actor: Actor) -> "CaseGrantQuerySet":
        """Keep what the actor may read of the grants themselves, ended ones included."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.filter(organisation_id=actor.organisation_key)
        given = self.filter(owner_id=actor.organisation_key)
        if actor.scope is Scope.OWN:
            return given.filter(caseworker_id=actor.user_id)
        return given if actor.scope is Scope.TEAM else self.none()


class CaseGrant(models.Model):
    """One organisation's access to one case. Default deny is literal: no current grant, no case.

    `caseworker`, `case_state` and `sorted_at` are carried from the case by a database trigger,
    so that lists and policies need only this table.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="grants")
    migrant = models.ForeignKey("cases.Migrant", on_delete=models.PROTECT, related_name="grants")
    owner = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="grants_given"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="grants_held"
    )
    data_classes = ArrayField(models.TextField())
    reason = models.TextField(choices=GrantReason.choices)
    source_id = models.UUIDField(null=True)
    consent = models.ForeignKey(
        "cases.Consent", on_delete=models.PROTECT, null=True, related_name="grants"
    )
    legal_basis = models.ForeignKey(
        "cases.LegalBasis", on_delete=models.PROTECT, null=True, related_name="grants"
    )
    # Where a consent names only the kind of organisation, what lets this one be meant.
    agreement = models.ForeignKey(
        "cases.SharingAgreement", on_delete=models.PROTECT, null=True, related_name="grants"
    )
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    end_reason = models.TextField(choices=GrantEnd.choices, blank=True, default="")
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    caseworker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    case_state = models.TextField(choices=CaseState.choices, db_default=CaseState.OPEN)
    sorted_at = models.DateTimeField(db_default=Now())

    objects = CaseGrantQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["organisation", "case_state", "-sorted_at"], name="grant_lists_by_state"
            ),
            models.Index(fields=["organisation", "-sorted_at"], name="grant_lists"),
            models.Index(
                fields=["organisation", "caseworker", "-sorted_at"], name="grant_lists_own"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(reason="owner"), name="one_owner_grant_a_case"
            ),
            models.UniqueConstraint(
                fields=["source_id"],
                condition=models.Q(source_id__isnull=False),
                name="one_grant_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reason="owner", source_id__isnull=True, organisation=models.F("owner")
                )
                | models.Q(reason="referral", source_id__isnull=False),
                name="grant_reason_has_its_source",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="owner", consent__isnull=True, legal_basis__isnull=True)
                | models.Q(reason="referral", consent__isnull=False, legal_basis__isnull=True)
                | models.Q(reason="referral", consent__isnull=True, legal_basis__isnull=False),
                name="grant_to_others_has_one_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(agreement__isnull=True) | models.Q(consent__isnull=False),
                name="an_agreement_stands_beside_a_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True, end_reason="")
                | (models.Q(ends_at__isnull=False) & ~models.Q(end_reason="")),
                name="grant_end_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"
