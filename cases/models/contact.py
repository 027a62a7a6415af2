"""How a person can be reached."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Phones (messengers and addresses later)."""

    def visible_to(self, actor: Actor) -> "ContactPointQuerySet":
        """Keep contacts of own files, or of referred ones where the grant covers them."""
        if actor.scope is not Scope.REFERRED:
            return self.filter(migrant__in=Migrant.objects.opened_to(actor))
        grants = CaseGrant.objects.opening_to(actor).filter(migrant=models.OuterRef("migrant"))
        return self.filter(models.Exists(grants.covering(DataClass.CONTACT)))


class ContactPoint(models.Model):
    """A phone number in international form (FHIR's ContactPoint). Masked until asked for."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    phone = models.TextField()
    is_shared = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    # The person agreed to short messages on this number; without it none ever goes there.
    may_message = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["phone"], name="contact_by_phone"),)
        constraints = (
            models.UniqueConstraint(fields=["migrant", "phone"], name="a_phone_stands_once"),
            models.CheckConstraint(
                condition=models.Q(phone__regex=r"^\+[0-9]{7,15}$"), name="phone_is_international"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
