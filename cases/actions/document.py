"""Add documents, choose which go along with a referral, and let them be looked at for viruses."""

import datetime
import logging
import time
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import encrypted
from accounts.acting import Acting, for_system
from accounts.cipher import Unreadable
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import scanner
from cases.choices import DocumentState
from cases.models import Case, Document, DocumentShare
from cases.models.document import READABLE
from cases.uploads import Examined

TO_SCAN = (DocumentState.QUARANTINED, DocumentState.NOT_SCANNED)
# Well under the minute after which a task is ended by force.
log = logging.getLogger(__name__)
SCANNING_SECONDS = 25.0


@transaction.atomic
def add_document(
    *,
    by: Acting,
    case: Case,
    kind: str,
    file: Examined,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> Document:
    """Keep a document of a case, encrypted; where ClamAV is set up, in quarantine at first.

    The form's own key becomes the row's: the same submission adds it once, and so do the same
    bytes in the same case.
    """
    if known := _known(case, file, submission):
        return known
    try:
        with transaction.atomic():
            document = _create(by, case, kind, file, submission, now)
    except IntegrityError:
        # Somebody else was faster; whatever else is wrong is raised.
        if known := _known(case, file, submission):
            return known
        raise
    _record(Verb.CREATED, by, [document.pk])
    return document


def _known(case: Case, file: Examined, submission: uuid.UUID) -> Document | None:
    rows = Document.objects.without_content()
    marks = encrypted.marks(Document, "fingerprint", file.content)
    return (
        rows.filter(pk=submission, case=case).first()
        or rows.filter(case=case, fingerprint__in=marks).first()
    )


def _create(
    by: Acting, case: Case, kind: str, file: Examined, submission: uuid.UUID, now: datetime.datetime
) -> Document:
    is_looked_at = bool(settings.CLAMD_ADDRESS)
    return Document.objects.create(
        pk=submission,
        case=case,
        migrant_id=case.migrant_id,
        organisation=by.works_for,
        kind=kind,
        media_type=file.media_type,
        size=len(file.content),
        content=file.content,
        state=DocumentState.QUARANTINED if is_looked_at else DocumentState.NOT_SCANNED,
        added_by=by.user,
        added_at=now,
    )


@transaction.atomic
def choose_documents(
    *,
    by: Acting,
    case: Case,
    source_id: uuid.UUID,
    document_ids: Collection[uuid.UUID],
    now: datetime.datetime,
) -> None:
    """Let exactly these documents of the case go along with a referral that was not sent yet."""
    held = Document.objects.visible_to(by).filter(case=case, state__in=READABLE)
    wanted = set(held.filter(pk__in=document_ids).values_list("pk", flat=True))
    rows = DocumentShare.objects.filter(source_id=source_id)
    before = dict(rows.values_list("document_id", "left_out_at"))
    dropped = [key for key, left_out_at in before.items() if key not in wanted and not left_out_at]
    again = [key for key in wanted if before.get(key)]
    new = wanted - set(before)
    if dropped:
        rows.filter(document_id__in=dropped).update(left_out_at=now)
    if again:
        rows.filter(document_id__in=again).update(left_out_at=None)
    DocumentShare.objects.bulk_create(
        DocumentShare(
            document_id=key,
            case=case,
            organisation=by.works_for,
            source_id=source_id,
            chosen_by=by.user,
            chosen_at=now,
        )
        for key in sorted(new)
    )
    if changed := sorted({*dropped, *again, *new}):
        _record(Verb.CHANGED, by, changed)


def scan_documents(*, by: str, now: datetime.datetime, seconds: float = SCANNING_SECONDS) -> int:
    """Let ClamAV look at what nobody looked at yet; return how many it judged.

    While it is away they stay where they are and are tried again, as are those whose key is not
    here. No transaction is open while it looks; two at once look twice and write once.
    """
    until, judged, passed = time.monotonic() + seconds, 0, uuid.UUID(int=0)
    while settings.CLAMD_ADDRESS and time.monotonic() < until:
        document = _next(by, passed)
        if document is None:
            break
        try:
            verdict = scanner.scan(settings.CLAMD_ADDRESS, document.content)
        except (scanner.NoVerdict, Unreadable) as error:
            log.warning("A document still waits to be looked at: %s", type(error).__name__)
            passed = document.pk
            continue
        judged += _judge(by, document, verdict, now)
    return judged


def _next(by: str, passed: uuid.UUID) -> Document | None:
    with for_system(reason=by) as system:
        waiting = Document.objects.filter(state__in=TO_SCAN, pk__gt=passed)
        document = waiting.order_by("pk").first()
        if document:
            audit.record(
                Verb.READ,
                by=system,
                subject_type="document",
                subject_ids=[document.pk],
                data_classes=[DataClass.DOCUMENTS],
            )
        return document


def _judge(by: str, document: Document, verdict: scanner.Verdict, now: datetime.datetime) -> int:
    rows = Document.objects.filter(pk=document.pk, state__in=TO_SCAN)
    with for_system(reason=by) as system:
        if verdict is scanner.Verdict.CLEAN:
            changed = rows.update(state=DocumentState.CLEAN, scanned_at=now)
        else:
            changed = rows.update(state=DocumentState.REFUSED, scanned_at=now, content=b"")
        if changed:
            audit.record(
                Verb.CHANGED,
                by=system,
                subject_type="document",
                subject_ids=[document.pk],
                data_classes=[DataClass.DOCUMENTS],
                detail={"scan": verdict.value},
            )
        return changed


def _record(verb: Verb, by: Acting, document_ids: Collection[uuid.UUID]) -> None:
    audit.record(
        verb,
        by=by,
        subject_type="document",
        subject_ids=document_ids,
        data_classes=[DataClass.DOCUMENTS],
    )
