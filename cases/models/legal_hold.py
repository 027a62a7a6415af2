"""A legal hold: while it stands, nothing of a file is thinned or erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.models.migrant import Migrant


class HoldReason(models.TextChoices):
    """Why a file must stay."""

    COURT = "court", _("A court or an inquiry needs it")
    COMPLAINT = "complaint", _("A complaint is being looked into")
    CLAIM = "claim", _("The person may claim something by it")
    AUTHORITY = "authority", _("An authority asked in writing to keep it")


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Legal holds."""

    def visible_to(self, actor: Actor) -> "LegalHoldQuerySet":
        """Keep those on one's own organisation's visible files."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key,
            migrant__in=Migrant.objects.opened_to(actor),
        )

    def standing(self) -> "LegalHoldQuerySet":
        """Keep what has not been lifted."""
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """Somebody in charge said that a file must stay as it is, and why."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="legal_holds")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(choices=HoldReason.choices)
    words = models.TextField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["migrant"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_legal_hold_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=HoldReason.values) & ~models.Q(words=""),
                name="a_legal_hold_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="the_end_of_a_legal_hold_is_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
