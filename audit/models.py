"""One append-only table. It holds keys and codes, never a name, a number or a text of a person."""

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


class Entry(models.Model):
    """One act of one actor on one subject. No foreign keys: it outlives what it speaks of."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # Not the database's default: Django would read it back, and nobody may read this table back.
    at = models.DateTimeField(default=timezone.now)
    request_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    role = models.TextField(blank=True, default="")
    verb = models.TextField(choices=Verb.choices)
    subject_type = models.TextField()
    subject_id = models.UUIDField(null=True)
    data_classes = ArrayField(models.TextField(), default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="audit_verb_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}"
