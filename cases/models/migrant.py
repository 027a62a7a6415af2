"""One organisation's file on a human being, and the bare key that joined files share."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.acting import Actor
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases import ages
from cases.choices import BirthPrecision, Citizenship, Language, Reads, Sex
from cases.models.glass import BrokenGlass
from cases.models.grant import CaseGrant, CaseGrantQuerySet


class Person(models.Model):
    """A key, nothing else: what files share once they are known to be about the same human."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class MigrantQuerySet(models.QuerySet["Migrant"]):
    """Files on people."""

    def visible_to(self, actor: Actor) -> "MigrantQuerySet":
        """Keep the files whose identity this actor reads: the team's, or what is opened to them.

        What hangs on a file is not thereby visible: that needs `opened_to`.
        """
        if actor.scope in {Scope.OWN, Scope.TEAM}:
            return self.filter(organisation_id=actor.organisation_key)
        if actor.scope is Scope.REFERRED:
            glass = BrokenGlass.objects.open_for(actor).covering(DataClass.IDENTITY)
            in_emergency = glass.filter(migrant=models.OuterRef("pk"))
            opened = self._opening(actor).covering(DataClass.IDENTITY)
            return self.filter(models.Exists(opened) | models.Exists(in_emergency))
        return self.opened_to(actor)

    def opened_to(self, actor: Actor) -> "MigrantQuerySet":
        """Keep the files this actor may open: own, the team's, or referred with their identity."""
        if actor.scope is Scope.EVERYTHING:
            return self
        opening = self._opening(actor)
        if actor.scope is Scope.REFERRED:
            return self.filter(models.Exists(opening.covering(DataClass.IDENTITY)))
        files = self.filter(organisation_id=actor.organisation_key)
        if actor.scope is Scope.OWN:
            return files.filter(
                models.Q(caseworker_id=actor.user_id) | models.Q(models.Exists(opening))
            )
        return files if actor.scope is Scope.TEAM else self.none()

    @staticmethod
    def _opening(actor: Actor) -> CaseGrantQuerySet:
        return CaseGrant.objects.opening_to(actor).filter(migrant=models.OuterRef("pk"))


class Migrant(models.Model):
    """One organisation's file on a human being. Names, contacts and cases hang on it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="migrants")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="migrants"
    )
    caseworker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="migrants"
    )
    sex = models.TextField(choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField(null=True)
    birth_precision = models.TextField(
        choices=BirthPrecision.choices, default=BirthPrecision.UNKNOWN
    )
    citizenship = models.TextField(choices=Citizenship.choices, default=Citizenship.UNKNOWN)
    language = models.TextField(choices=Language.choices)
    other_languages = ArrayField(models.TextField(choices=Language.choices), default=list)
    reads = models.TextField(choices=Reads.choices, default=Reads.UNKNOWN)
    expected_departure_on = models.DateField(null=True)
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MigrantQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "caseworker"], name="migrant_by_caseworker"),
            models.Index(fields=["organisation", "registered_at"], name="migrant_by_day"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(birth_precision="unknown", birth_date__isnull=True)
                | (~models.Q(birth_precision="unknown") & models.Q(birth_date__isnull=False)),
                name="birth_date_has_its_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(sex__in=Sex.values)
                & models.Q(citizenship__in=Citizenship.values)
                & models.Q(language__in=Language.values)
                & models.Q(reads__in=Reads.values)
                & models.Q(birth_precision__in=BirthPrecision.values),
                name="migrant_words_are_known",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    def age_on(self, today: datetime.date) -> int | None:
        """Return full years on a day, as far as the birth date is known."""
        return ages.age_on(self.birth_date, self.birth_precision, today)
