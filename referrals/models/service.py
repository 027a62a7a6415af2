"""What organisations offer: reference texts, no person data."""

from django.db import models

from audit.keys import new_key
from referrals.choices import ServiceKind


class Service(models.Model):
    """One thing an organisation does for people referred to it (HSDS's service)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="services"
    )
    kind = models.TextField(choices=ServiceKind.choices)
    name = models.TextField()
    description = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind"], name="an_organisation_offers_it_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
