"""Names as rows: a person has several, in several scripts, and none is thrown away."""

from django.db import models

from accounts.acting import Actor
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases.choices import Language, NameKind, Script
from cases.models.glass import BrokenGlass
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant


class MigrantNameQuerySet(models.QuerySet["MigrantName"]):
    """Names."""

    def visible_to(self, actor: Actor) -> "MigrantNameQuerySet":
        """Keep all names of opened files; of others the main one, where the identity is theirs."""
        if actor.scope is not Scope.REFERRED:
            opened = models.Q(migrant__in=Migrant.objects.opened_to(actor))
            # Only the holder writes names: their organisation is the file's.
            known = models.Q(organisation_id=actor.organisation_key, is_main=True)
            return self.filter(opened | known if actor.scope is Scope.OWN else opened)
        glass = BrokenGlass.objects.open_for(actor).covering(DataClass.IDENTITY)
        in_emergency = glass.filter(migrant=models.OuterRef("migrant"))
        grants = CaseGrant.objects.opening_to(actor).filter(migrant=models.OuterRef("migrant"))
        return self.filter(
            models.Q(models.Exists(grants.covering(DataClass.OTHER_NAMES)))
            | models.Q(models.Exists(grants.covering(DataClass.IDENTITY)), is_main=True)
            | models.Q(models.Exists(in_emergency), is_main=True)
        )


class MigrantName(models.Model):
    """One name in one spelling; the main one is what lists show."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="names")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    full = models.TextField()
    kind = models.TextField(choices=NameKind.choices, default=NameKind.SPOKEN)
    script = models.TextField(choices=Script.choices)
    language = models.TextField(choices=Language.choices, blank=True, default="")
    is_main = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MigrantNameQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["migrant"], condition=models.Q(is_main=True), name="one_main_name_a_file"
            ),
            models.UniqueConstraint(
                fields=["migrant", "full", "kind"], name="a_name_stands_once_in_a_file"
            ),
            models.CheckConstraint(condition=~models.Q(full=""), name="a_name_is_not_empty"),
        )

    def __str__(self) -> str:
        return self.full


class NameKeyQuerySet(models.QuerySet["NameKey"]):
    """Search keys."""

    def visible_to(self, actor: Actor) -> "NameKeyQuerySet":
        """Keep keys of names the actor may read."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is Scope.TEAM:
            # Every name of the team's files: the file decides, which is quicker.
            return self.filter(migrant__in=Migrant.objects.visible_to(actor))
        return self.filter(name__in=MigrantName.objects.visible_to(actor))


class NameKey(models.Model):
    """One folded part of one name: what a search compares, by b-tree only (leakproof)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.ForeignKey(MigrantName, on_delete=models.PROTECT, related_name="keys")
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="name_keys")
    key = models.TextField(db_collation="C")

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["key", "migrant"], name="name_key_finds_file"),)

    def __str__(self) -> str:
        return self.key
