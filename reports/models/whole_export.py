"""A file with the people of an organisation in it: who asked, who let it out, what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.acting import Actor
from accounts.permissions import Scope
from audit.keys import new_key
from reports.export_states import ExportState, StopReason


class WholeExportQuerySet(models.QuerySet["WholeExport"]):
    """Whole exports."""

    def visible_to(self, actor: Actor) -> "WholeExportQuerySet":
        """Keep those of one's own organisation, for who leads the team and who administers."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope not in {Scope.TEAM, Scope.ADMIN}:
            return self.none()
        return self.filter(organisation_id=actor.organisation_key)


class WholeExport(models.Model):
    """Asked for by a supervisor, released by an administrator who sees how many and not whom.

    What was written stands here sealed (`accounts.cipher`), for a day at most, and is taken once.
    `people` are the keys of the files in it: they decide whether it may still be handed out.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.TextField(choices=ExportState.choices, default=ExportState.ASKED)
    why = models.TextField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(choices=StopReason.choices, blank=True, default="")
    people = ArrayField(models.UUIDField(), default=list)
    sealed = models.BinaryField(null=True)

    objects = WholeExportQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["organisation", "-asked_at"], name="exports_newest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["asked", "released", "written"]),
                name="one_export_on_its_way",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="an_export_says_why"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="another_person_releases_an_export",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_on_an_export_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=["released", "refused", "written", "taken", "expired"]
                )
                | models.Q(decided_by__isnull=False),
                name="no_export_without_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="written",
                    sealed__isnull=False,
                    written_at__isnull=False,
                    ends_at__isnull=False,
                )
                | (~models.Q(state="written") & models.Q(sealed__isnull=True, people__len=0)),
                name="only_a_written_export_holds_anything",
            ),
            models.CheckConstraint(
                condition=models.Q(state="stopped", stopped_because__in=StopReason.values)
                | (~models.Q(state="stopped") & models.Q(stopped_because="")),
                name="a_stopped_export_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
