"""Documents of a case, and which of them go along with a referral."""

from django.db import models

from accounts.acting import Actor
from accounts.cipher import MARKED
from accounts.encrypted import BlindIndexField, EncryptedBinaryField
from accounts.permissions import DataClass, Scope
from audit.keys import new_key
from cases.choices import DocumentKind, DocumentState
from cases.models.case import Case
from cases.models.grant import CaseGrant
from cases.models.migrant import Migrant
from cases.uploads import ENDINGS, MOST_BYTES

READABLE = (DocumentState.CLEAN, DocumentState.NOT_SCANNED)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Keep one's own organisation's, on visible cases; of others' those that came along."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is not Scope.REFERRED:
            return self.filter(
                organisation_id=actor.organisation_key, case__in=Case.objects.visible_to(actor)
            )
        came = DocumentShare.objects.visible_to(actor).filter(document=models.OuterRef("pk"))
        return self.filter(models.Exists(came))

    def without_content(self) -> "DocumentQuerySet":
        """Leave the bytes where they are, for lists."""
        return self.defer("content")


class Document(models.Model):
    """A paper, a photograph, a scan; its bytes are encrypted. Never changed: another is added."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    migrant = models.ForeignKey(Migrant, on_delete=models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.TextField(choices=DocumentKind.choices)
    media_type = models.TextField()
    # Of the clear bytes.
    size = models.PositiveIntegerField()
    fingerprint = BlindIndexField(of="content")
    state = models.TextField(choices=DocumentState.choices)
    content = EncryptedBinaryField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["added_at"],
                condition=models.Q(state__in=["quarantined", "not_scanned"]),
                name="document_to_scan",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "fingerprint"], name="a_document_stands_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DocumentKind.values)
                & models.Q(state__in=DocumentState.values)
                & models.Q(media_type__in=sorted(ENDINGS)),
                name="document_words_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=2 * MOST_BYTES, fingerprint__regex=MARKED),
                name="a_document_has_its_size_and_mark",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["clean", "refused"], scanned_at__isnull=False)
                | models.Q(state__in=["quarantined", "not_scanned"], scanned_at__isnull=True),
                name="a_scanned_document_says_when",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_readable(self) -> bool:
        """Whether it may be opened: nothing bad was found in it, or nobody looks for that here."""
        return self.state in READABLE


class DocumentShareQuerySet(models.QuerySet["DocumentShare"]):
    """Documents that go along."""

    def visible_to(self, actor: Actor) -> "DocumentShareQuerySet":
        """Keep what one's own organisation gives along, or was given by a grant in force."""
        if actor.scope is Scope.EVERYTHING:
            return self
        if actor.scope is not Scope.REFERRED:
            return self.filter(
                organisation_id=actor.organisation_key, case__in=Case.objects.visible_to(actor)
            )
        grants = CaseGrant.objects.opening_to(actor).covering(DataClass.DOCUMENTS)
        held = grants.filter(source_id=models.OuterRef("source_id"))
        return self.filter(models.Exists(held), left_out_at__isnull=True)


class DocumentShare(models.Model):
    """One document that goes along with one referral, whose key is the grant's `source_id`.

    It counts while that grant does. Chosen before sending; afterwards the database changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="shares")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    source_id = models.UUIDField()
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    # Chosen once, and taken out again before it was sent.
    left_out_at = models.DateTimeField(null=True)

    objects = DocumentShareQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source_id", "document"], name="a_document_goes_along_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
