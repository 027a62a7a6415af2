"""No contact with the own state: while it stands, nothing goes to a person's consulate."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.models.migrant import Migrant


class StateContactBlockQuerySet(models.QuerySet["StateContactBlock"]):
    """Blocks of contact with the own state."""

    def visible_to(self, actor: Actor) -> "StateContactBlockQuerySet":
        """Keep the blocks on one's own organisation's files that are opened to the actor."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key,
            migrant__in=Migrant.objects.opened_to(actor),
        )

    def standing(self) -> "StateContactBlockQuerySet":
        """Keep what has not been lifted."""
        return self.filter(lifted_at__isnull=True)


class StateContactBlock(models.Model):
    """Somebody must not be found by their own state (asylum, persecution, fear of the family).

    It is lifted by two people: a caseworker asks with a reason, a supervisor allows. What was
    agreed before the lifting counts no more (the database sees to both, and to it that nobody
    asks or allows in somebody else's name).
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(
        Migrant, on_delete=models.PROTECT, related_name="state_contact_blocks"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lift_asked_at = models.DateTimeField(null=True)
    lift_reason = models.TextField(blank=True, default="")
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = StateContactBlockQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["migrant"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_state_contact_block_stands",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_state_contact_block_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    lift_asked_by__isnull=True, lift_asked_at__isnull=True, lift_reason=""
                )
                | (
                    models.Q(lift_asked_by__isnull=False, lift_asked_at__isnull=False)
                    & ~models.Q(lift_reason="")
                ),
                name="asking_to_lift_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | (
                    models.Q(
                        lifted_by__isnull=False,
                        lifted_at__isnull=False,
                        lift_asked_by__isnull=False,
                    )
                    & ~models.Q(lifted_by=models.F("lift_asked_by"))
                ),
                name="two_people_lift_a_state_contact_block",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
