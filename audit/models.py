"""Append-only tables. The audit holds keys and codes, never a name, a number or a text of a person."""

import uuid
from typing import Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.keys import new_key


class Verb(models.TextChoices):
    """What somebody did."""

    READ = "read", _("read")
    LISTED = "listed", _("saw in a list")
    UNMASKED = "unmasked", _("asked to see")
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved to another state")
    GRANTED = "granted", _("gave access")
    ENDED = "ended", _("ended access")
    REFUSED = "refused", _("was refused")
    EXPORTED = "exported", _("took out as a file")
    BROKE_GLASS = "broke_glass", _("opened in an emergency")
    ERASED = "erased", _("erased")
    RELEASED = "released", _("released")


class Reader(Protocol):
    """Who wants to read the audit: a member at work, or the system."""

    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def scope(self) -> str: ...


class EntryQuerySet(models.QuerySet["Entry"]):
    """Rows of the audit; the policies of the table say the same as `readable_by`."""

    def readable_by(self, reader: Reader) -> "EntryQuerySet":
        """Keep what was done with the records of one's organisation, or by oneself, or by its users.

        Whoever works with files sees the first, a clinic the second, an administrator the third.
        """
        scope, organisation_id = str(reader.scope), reader.organisation_id
        if scope == "system":
            return self
        if scope == "ref":
            return self.filter(actor_id=reader.user_id)
        if organisation_id is None or scope not in {"own", "team", "admin"}:
            return self.none()
        if scope == "admin":
            return self.filter(organisation_id=organisation_id)
        return self.filter(holder_id=organisation_id)


class Entry(models.Model):
    """One act of one actor on one subject. No foreign keys: it outlives what it speaks of."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # Not the database's default: Django would read it back, and nobody may read this table back.
    at = models.DateTimeField(default=timezone.now)
    request_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    # Whose record it is that the row speaks of: its people may ask what was done with it.
    holder_id = models.UUIDField(null=True)
    role = models.TextField(blank=True, default="")
    verb = models.TextField(choices=Verb.choices)
    subject_type = models.TextField()
    subject_id = models.UUIDField(null=True)
    data_classes = ArrayField(models.TextField(), default=list)
    detail = models.JSONField(default=dict)
    # The table has one column more, `written_in`: the transaction that wrote the row, filled in by
    # the database. It is no field, since Django would read it back.

    objects = EntryQuerySet.as_manager()

    class Meta:
        # Keys rise with time, so lists that are newest first need no other column.
        indexes = (
            models.Index(fields=["subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["holder_id", "id"], name="audit_by_holder"),
            models.Index(fields=["organisation_id", "id"], name="audit_by_organisation"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="audit_verb_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}"


class Seal(models.Model):
    """A batch of rows that can no longer change unnoticed: `hash` covers them and all before.

    The batch is every row whose transaction's number is in `first` <= number < `upto`. `leaves`
    holds, for each row, its key and the first 8 bytes of its SHA-256: it tells which row changed.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    first = models.PositiveBigIntegerField()
    upto = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    hash = models.TextField()
    leaves = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    number__gt=0,
                    upto__gt=models.F("first"),
                    count__gt=0,
                    hash__regex="^[0-9a-f]{64}$",
                ),
                name="seal_is_whole",
            ),
            models.UniqueConstraint(fields=["first"], name="one_seal_after_another"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Verification(models.Model):
    """What came of comparing all seals with the rows they cover."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    at = models.DateTimeField(default=timezone.now)
    seals = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    heads = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.seals} {self.faults}"
