"""Earlier versions of rows, kept by triggers of the database: what a row said before each change.

A row of history holds what was; what became of it stands in the next one, or in the row itself.
So nothing is written twice and a new file costs nothing. Who, for which organisation, in which
request and why are columns that the database fills from what the transaction is bound to: no
change made by `update()`, `bulk_update()` or plain SQL goes past them, and no statement is added.

Removing a row writes no history: only the erasing of a file removes rows, and it removes the
history with them (`migrant`, `case` or `pgh_obj` say whose it is).
"""

from typing import Any, ClassVar

import pghistory
import pghistory.models
from django.db import models
from django.db.models.expressions import RawSQL

from accounts.acting import Actor
from accounts.permissions import Scope
from cases.models.case import Case
from cases.models.consent import Consent, LegalBasis
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant
from cases.models.name import MigrantName


def _bound(name: str) -> RawSQL:
    return RawSQL(f"NULLIF(current_setting('app.{name}', true), '')::uuid", [])  # noqa: S611


class VersionQuerySet(models.QuerySet[Any]):
    """Earlier versions; each model says by which column a caseworker keeps them."""

    def visible_to(self, actor: Actor) -> "VersionQuerySet":
        """Keep what one's own organisation holds: a supervisor all, a caseworker what they keep."""
        if actor.scope is Scope.EVERYTHING:
            return self
        held = self.filter(organisation_id=actor.organisation_key)
        if actor.scope is Scope.OWN:
            return held.filter(self._kept(actor))
        return held if actor.scope is Scope.TEAM else self.none()

    def _kept(self, actor: Actor) -> models.Q:
        # A caseworker reads the grants of the cases they keep, and no others.
        grants = CaseGrant.objects.visible_to(actor)
        if self.model.of_case:
            return models.Q(models.Exists(grants.filter(case=models.OuterRef(self.model.of_case))))
        key = models.OuterRef(self.model.of_file)
        files = Migrant.objects.filter(pk=key, caseworker_id=actor.user_id)
        return models.Q(models.Exists(files)) | models.Q(models.Exists(grants.filter(migrant=key)))


class Version(pghistory.models.Event):
    """What every earlier version says of the change that ended it. No foreign keys to people."""

    # A key without meaning, as everywhere; the library's own would count the changes.
    pgh_id = models.UUIDField(  # type: ignore[assignment]
        primary_key=True, editable=False, db_default=models.Func(function="uuidv7")
    )
    changed_by = models.UUIDField(null=True, db_default=_bound("user_id"))
    changed_for = models.UUIDField(null=True, db_default=_bound("organisation_id"))
    request_id = models.UUIDField(null=True, db_default=_bound("request_id"))
    because = models.TextField(
        blank=True,
        db_default=RawSQL("COALESCE(current_setting('app.reason', true), '')", []),
    )

    of_file: ClassVar[str] = ""
    of_case: ClassVar[str] = ""

    objects = VersionQuerySet.as_manager()  # type: ignore[misc,assignment]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


def _versions_of(tracked: type[models.Model], fields: list[str]) -> type[models.Model]:
    """Return the base of an event model: each change of one of the fields keeps what they said."""
    return pghistory.create_event_model(
        tracked,
        pghistory.UpdateEvent("change", row=pghistory.Old),
        fields=fields,
        obj_field=pghistory.ObjForeignKey(related_name="+"),
        context_field=None,  # type: ignore[arg-type]  # None is documented
        base_model=Version,
    )


def _all_but(tracked: type[models.Model], *left_out: str) -> list[str]:
    """Return every field but the key and those named, so that a new one is kept by itself."""
    named = [field.name for field in tracked._meta.local_fields]  # noqa: SLF001  # public in Django
    return [name for name in named if name not in {"id", *left_out}]


# The expected departure is forgotten when the last case closes, here too (invariant 12).
OF_MIGRANT = _all_but(
    Migrant, "expected_departure_on", "registered_by", "registered_at", "version", "person"
)
OF_NAME = _all_but(MigrantName, "recorded_by", "recorded_at")
OF_CONSENT = _all_but(Consent, "recorded_by", "recorded_at")
OF_BASIS = _all_but(LegalBasis, "recorded_by", "recorded_at")
# The state has its steps.
OF_CASE = ["migrant", "organisation", "caseworker", "kind"]


class MigrantEvent(_versions_of(Migrant, OF_MIGRANT)):  # type: ignore[misc]
    """What a file said of a person before a change."""

    of_file = "pgh_obj"


class MigrantNameEvent(_versions_of(MigrantName, OF_NAME)):  # type: ignore[misc]
    """What a name was before a change."""

    of_file = "migrant"


class ConsentEvent(_versions_of(Consent, OF_CONSENT)):  # type: ignore[misc]
    """What a consent said before a change."""

    of_file = "migrant"


class CaseEvent(_versions_of(Case, OF_CASE)):  # type: ignore[misc]
    """What a case was about, and who kept it, before a change."""

    of_case = "pgh_obj"


class LegalBasisEvent(_versions_of(LegalBasis, OF_BASIS)):  # type: ignore[misc]
    """What a ground in law said before a change."""

    of_case = "case"
