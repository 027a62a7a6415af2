"""Documents as pages and downloads show them, already cut to what the reader may see, audited."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.choices import DocumentState
from cases.models import Case, Document, DocumentShare
from cases.models.document import READABLE
from cases.queries import record_listed
from cases.uploads import ENDINGS

TONES = {
    DocumentState.CLEAN: "success",
    DocumentState.NOT_SCANNED: "neutral",
    DocumentState.QUARANTINED: "attention",
    DocumentState.REFUSED: "danger",
}


@dataclass(frozen=True)
class DocumentRow:
    """One document in a list."""

    id: uuid.UUID
    kind: str
    form: str
    size: int
    state: str
    state_label: str | Promise
    tone: str
    is_readable: bool
    added_at: datetime.datetime
    added_by: str


@dataclass(frozen=True)
class Download:
    """The bytes of one document, and a name that says nothing of anybody."""

    content: bytes
    media_type: str
    name: str


def documents_of_case(acting: Acting, case_id: uuid.UUID) -> list[DocumentRow]:
    """Return the documents of a case that the reader may see, newest first."""
    rows = Document.objects.visible_to(acting).filter(case=case_id)
    return _listed(acting, rows.without_content().select_related("added_by").order_by("-id"))


def documents_along(acting: Acting, source_id: uuid.UUID) -> list[DocumentRow]:
    """Return the documents that go along with a referral, as far as the reader may see them."""
    shares = DocumentShare.objects.visible_to(acting).filter(source_id=source_id)
    chosen = shares.filter(left_out_at__isnull=True).values("document")
    rows = Document.objects.visible_to(acting).filter(pk__in=chosen)
    return _listed(acting, rows.without_content().select_related("added_by").order_by("-id"))


def documents_to_choose(acting: Acting, case_id: uuid.UUID | None) -> list[DocumentRow]:
    """Return the documents of a case that could go along with a referral."""
    return (
        []
        if case_id is None
        else [one for one in documents_of_case(acting, case_id) if one.state in READABLE]
    )


def chosen_for(acting: Acting, source_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the keys of the documents chosen for a referral so far."""
    shares = DocumentShare.objects.visible_to(acting).filter(source_id=source_id)
    return list(shares.filter(left_out_at__isnull=True).values_list("document_id", flat=True))


def _listed(acting: Acting, rows: Iterable[Document]) -> list[DocumentRow]:
    found = list(rows)
    holders = {one.pk: one.organisation_id for one in found}
    record_listed(acting, "document", holders, {DataClass.DOCUMENTS})
    return [_row(one) for one in found]


def _row(one: Document) -> DocumentRow:
    return DocumentRow(
        id=one.pk,
        kind=one.get_kind_display(),
        form=ENDINGS[one.media_type].upper(),
        size=one.size,
        state=one.state,
        state_label=one.get_state_display(),
        tone=TONES[DocumentState(one.state)],
        is_readable=one.is_readable,
        added_at=one.added_at,
        added_by=one.added_by.name,
    )


def download(acting: Acting, document: Document) -> Download | None:
    """Return the bytes, and write that they were read; None while they may not be opened."""
    if not document.is_readable:
        return None
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="document",
        subject_ids=[document.pk],
        data_classes=[DataClass.DOCUMENTS],
        holders=document.organisation_id,
    )
    number = Case.objects.filter(pk=document.case_id).values_list("number", flat=True).get()
    name = f"{number}-{document.kind}.{ENDINGS[document.media_type]}"
    return Download(content=document.content, media_type=document.media_type, name=name)
