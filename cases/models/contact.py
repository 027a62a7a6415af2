"""How a person can be reached."""

from django.db import models

from accounts.acting import Actor
from accounts.cipher import MARKED, SEALED
from accounts.encrypted import BlindIndexField, EncryptedTextField, marks
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

    def with_phone(self, phone: str) -> "ContactPointQuerySet":
        """Keep those with this very number, which nobody can read in the table."""
        return self.filter(phone_index__in=marks(ContactPoint, "phone_index", phone))


class ContactPoint(models.Model):
    """A phone number in international form (FHIR's ContactPoint). Masked until asked for."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    phone = EncryptedTextField()
    phone_index = BlindIndexField(of="phone")
    is_shared = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    # The person agreed to short messages on this number; without it none ever goes there.
    may_message = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["phone_index"], name="contact_by_phone"),)
        constraints = (
            models.UniqueConstraint(fields=["migrant", "phone_index"], name="a_phone_stands_once"),
            # Whatever a program gets wrong: a number in clear does not get into the table.
            models.CheckConstraint(
                condition=models.Q(phone__regex=SEALED, phone_index__regex=MARKED),
                name="a_phone_is_encrypted",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
