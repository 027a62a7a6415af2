"""Consent, and the grounds in law that stand in its place."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.acting import Actor
from accounts.models import OrganisationKind
from accounts.permissions import Scope
from audit.keys import new_key
from cases.choices import (
    AgeGroup,
    ConsentPurpose,
    GivenHow,
    GuardianRelation,
    Language,
    LegalBasisKind,
    WithdrawnHow,
    WithoutGuardian,
)
from cases.consent_rules import ConsentFacts
from cases.models.case import Case
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant


class ConsentText(models.Model):
    """The words that are read to the person, by version; a reference text in six languages."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    version = models.TextField(unique=True)
    purpose = models.TextField(choices=ConsentPurpose.choices)
    body = models.TextField()
    # The same without the name of any illness: what is carried on paper says none (invariant 13).
    printed = models.TextField(blank=True, default="")
    since = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["purpose", "-since"], name="consent_text_newest"),)

    def __str__(self) -> str:
        return self.version


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents."""

    def visible_to(self, actor: Actor) -> "ConsentQuerySet":
        """Keep consents of the files one's own organisation has opened to one."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key,
            migrant__in=Migrant.objects.opened_to(actor),
        )

    def in_force(self, today: datetime.date) -> "ConsentQuerySet":
        """Keep consents given, not withdrawn and not past their last day."""
        return self.filter(
            models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=today),
            given_on__lte=today,
            withdrawn_at__isnull=True,
        )


class Consent(models.Model):
    """What a person agreed to: which data, to whom, until when, and how they said so.

    Contents follow the Personal data law of Kazakhstan, art. 8(4).
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.TextField(choices=ConsentPurpose.choices, default=ConsentPurpose.CARE)
    data_classes = ArrayField(models.TextField())
    recipient_kinds = ArrayField(models.TextField(choices=OrganisationKind.choices), default=list)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    language = models.TextField(choices=Language.choices)
    given_how = models.TextField(choices=GivenHow.choices)
    given_on = models.DateField()
    expires_on = models.DateField(null=True)
    interpreter = models.TextField(blank=True, default="")
    witness = models.TextField(blank=True, default="")
    was_read_back = models.BooleanField(default=False)
    # Two of the eight contents that the law wants said even where the answer is no.
    goes_abroad = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    age_group = models.TextField(choices=AgeGroup.choices, default=AgeGroup.ADULT)
    guardian = models.TextField(blank=True, default="")
    guardian_relation = models.TextField(choices=GuardianRelation.choices, blank=True, default="")
    without_guardian_reason = models.TextField(
        choices=WithoutGuardian.choices, blank=True, default=""
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_how = models.TextField(choices=WithdrawnHow.choices, blank=True, default="")
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(given_how="written") | ~models.Q(witness=""),
                name="spoken_consent_has_a_witness",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_at__isnull=True,
                    withdrawn_on__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_how="",
                )
                | models.Q(
                    withdrawn_at__isnull=False,
                    withdrawn_on__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_how__in=WithdrawnHow.values,
                ),
                name="withdrawal_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("given_on")),
                name="consent_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(data_classes__len__gt=0), name="consent_names_data"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="care", goes_abroad=False)
                | (~models.Q(purpose="care") & models.Q(goes_abroad=True)),
                name="consent_says_whether_abroad",
            ),
            models.CheckConstraint(
                condition=models.Q(is_published=False), name="consent_never_publishes"
            ),
            models.CheckConstraint(
                condition=models.Q(age_group="adult", guardian="", without_guardian_reason="")
                | (models.Q(age_group="16_17", without_guardian_reason="") & ~models.Q(guardian=""))
                | models.Q(
                    age_group="16_17",
                    guardian="",
                    without_guardian_reason__in=WithoutGuardian.values,
                )
                | (
                    models.Q(age_group="under_16", without_guardian_reason="")
                    & ~models.Q(guardian="")
                ),
                name="a_minor_has_a_guardian_or_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(guardian="", guardian_relation="")
                | (
                    ~models.Q(guardian="") & models.Q(guardian_relation__in=GuardianRelation.values)
                ),
                name="a_guardian_has_a_relation",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def facts(self) -> ConsentFacts:
        """Return what the pure rules need; recipients must be prefetched."""
        return ConsentFacts(
            classes=frozenset(self.data_classes),
            organisation_ids=frozenset(str(one.organisation_id) for one in self.recipients.all()),
            organisation_kinds=frozenset(self.recipient_kinds),
            given_on=self.given_on,
            expires_on=self.expires_on,
            withdrawn_on=self.withdrawn_on,
        )


class ConsentRecipientQuerySet(models.QuerySet["ConsentRecipient"]):
    """Organisations named in consents."""

    def visible_to(self, actor: Actor) -> "ConsentRecipientQuerySet":
        """Keep the recipients of visible consents."""
        return self.filter(consent__in=Consent.objects.visible_to(actor))


class ConsentRecipient(models.Model):
    """One organisation a consent names."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    objects = ConsentRecipientQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["consent", "organisation"], name="a_recipient_is_named_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    """Grounds in law."""

    def visible_to(self, actor: Actor) -> "LegalBasisQuerySet":
        """Keep grounds recorded by one's own organisation on visible cases."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key, case__in=CaseGrant.objects.cases_open_to(actor)
        )

    def in_force(self, today: datetime.date) -> "LegalBasisQuerySet":
        """Keep grounds not past their last day."""
        return self.filter(ends_on__gte=today)


class LegalBasis(models.Model):
    """A ground in law other than consent, with the reason in words. It ends by itself."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="legal_bases")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.TextField(choices=LegalBasisKind.choices)
    reason = models.TextField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="legal_basis_has_a_reason"),
        )

    def __str__(self) -> str:
        return str(self.pk)
