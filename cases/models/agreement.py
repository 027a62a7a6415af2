"""Agreements between two organisations to share files of people who agreed to a kind of them."""

import datetime
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from accounts.acting import Actor
from accounts.models import Organisation
from accounts.permissions import Scope
from audit.keys import new_key
from cases.agreement_rules import AgreementFacts, ends_at


class AgreementEnd(models.TextChoices):
    """Why an agreement, or what was proposed, ended."""

    NO_LONGER_NEEDED = "no_longer_needed", _("We do not work together any more")
    NOT_KEPT = "not_kept", _("It was not kept")
    TO_BE_REPLACED = "to_be_replaced", _("A new one is to replace it")
    TAKEN_BACK = "taken_back", _("The proposal was taken back")
    DECLINED = "declined", _("The proposal was declined")
    RAN_OUT = "ran_out", _("Its last day was over")


class SharingAgreementQuerySet(models.QuerySet["SharingAgreement"]):
    """Agreements between organisations."""

    def visible_to(self, actor: Actor) -> "SharingAgreementQuerySet":
        """Keep those of one's own organisation: all who send or receive must know them."""
        if actor.scope is Scope.EVERYTHING:
            return self
        return self.of(actor.organisation_key)

    def of(self, organisation_id: uuid.UUID) -> "SharingAgreementQuerySet":
        """Keep those an organisation is a side of."""
        return self.filter(models.Q(first_id=organisation_id) | models.Q(second_id=organisation_id))

    def open(self) -> "SharingAgreementQuerySet":
        """Keep what nobody has ended, proposals included."""
        return self.filter(ended_at__isnull=True)

    def in_force(self, today: datetime.date) -> "SharingAgreementQuerySet":
        """Keep what both sides confirmed and that day lies within."""
        return self.open().filter(
            models.Q(until_on__isnull=True) | models.Q(until_on__gte=today),
            confirmed_at__isnull=False,
            from_on__lte=today,
        )


class SharingAgreement(models.Model):
    """What two organisations may share of people who agreed to their kind, and from when to when.

    `first` proposes and `second` confirms; either ends it at any time. Firewalled kinds have none
    (the database refuses them), and nobody confirms or ends in somebody else's name.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    first = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements_proposed"
    )
    second = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements_received"
    )
    data_classes = ArrayField(models.TextField())
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(choices=AgreementEnd.choices, blank=True, default="")

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(ended_at__isnull=True),
                name="one_open_agreement_a_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="nobody_agrees_with_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(data_classes__len__gt=0), name="an_agreement_names_data"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="an_agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                    & ~models.Q(confirmed_by=models.F("proposed_by"))
                ),
                name="two_people_make_an_agreement",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True, ended_at__isnull=True, end_reason="")
                | (
                    models.Q(ended_by__isnull=False, ended_at__isnull=False)
                    & models.Q(end_reason__in=AgreementEnd.values)
                ),
                name="ending_an_agreement_is_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def facts(self) -> AgreementFacts:
        """Return what the pure rules need."""
        return AgreementFacts(
            is_confirmed=self.confirmed_at is not None,
            has_ended=self.ended_at is not None,
            from_on=self.from_on,
            until_on=self.until_on,
        )

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The moment from which it opens nothing; None while nobody has named a last day."""
        return ends_at(self.until_on)
