"""Who gets no messages, since when, and who said so."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from cases.models import Migrant
from reminders.choices import MuteReason


class MuteQuerySet(models.QuerySet["Mute"]):
    """Stops."""

    def visible_to(self, actor: Actor) -> "MuteQuerySet":
        """Keep those of one's own organisation's files that are opened to the actor."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.REFERRED:
            return self.none()
        return self.filter(
            organisation_id=actor.organisation_key,
            migrant__in=Migrant.objects.opened_to(actor),
        )

    def active(self) -> "MuteQuerySet":
        """Keep those in force."""
        return self.filter(ended_at__isnull=True)


class Mute(models.Model):
    """No messages to one person from a moment on, until somebody ends it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="mutes")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(choices=MuteReason.choices)
    muted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    muted_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["migrant"],
                condition=models.Q(ended_at__isnull=True),
                name="a_person_is_muted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="the_end_of_a_mute_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=MuteReason.values), name="mute_words_are_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
