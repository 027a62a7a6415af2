"""May this member have this row? One getter a noun; not visible and not there are the same 404."""

import datetime
import uuid
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from accounts.acting import Acting
from accounts.permissions import Permission
from cases import glass
from cases.models import (
    BrokenGlass,
    Case,
    Consent,
    ContactPoint,
    DataRequest,
    Document,
    Migrant,
    SharingAgreement,
    Task,
)
from cases.models.case import CaseQuerySet
from cases.models.consent import ConsentQuerySet
from cases.models.contact import ContactPointQuerySet
from cases.models.data_request import DataRequestQuerySet
from cases.models.document import DocumentQuerySet
from cases.models.migrant import MigrantQuerySet
from cases.models.record import TaskQuerySet

Row = TypeVar("Row", bound=Model)

# What a member may do with a row that another organisation holds; all else is the holder's.
WITH_OTHERS = frozenset(
    {Permission.SEE_CASE, Permission.SEE_MIGRANT, Permission.SHOW_CONTACT, Permission.ADD_NOTE}
    | {Permission.SEE_DOCUMENT, Permission.BREAK_GLASS}
)
# What a member may do with a file of a colleague, of which they only know whose it is.
WHERE_KNOWN = frozenset({Permission.SEE_MIGRANT, Permission.BREAK_GLASS})


def get_case(acting: Acting, case_id: uuid.UUID, permission: Permission) -> Case:
    """Return the case if it is visible and the act is permitted on it."""
    rows: CaseQuerySet = Case.objects.visible_to(acting).select_related(
        # Not the migrant: a clinic may hold a case whose file it cannot see, and the join with the
        # hidden row would hide the case as well.
        "organisation",
        "caseworker",
    )
    case = _only(rows.filter(pk=case_id).first())
    _permit(acting, permission, case.organisation_id)
    return case


def get_migrant(acting: Acting, migrant_id: uuid.UUID, permission: Permission) -> Migrant:
    """Return the file if it is visible and the act is permitted on it.

    A colleague's file is known by its identity; to do anything else it must be opened.
    """
    rows: MigrantQuerySet = (
        Migrant.objects.visible_to(acting)
        if permission in WHERE_KNOWN
        else Migrant.objects.opened_to(acting)
    )
    migrant = _only(rows.select_related("caseworker").filter(pk=migrant_id).first())
    _permit(acting, permission, migrant.organisation_id)
    return migrant


def get_consent(acting: Acting, consent_id: uuid.UUID, permission: Permission) -> Consent:
    """Return the consent if its file is visible and the act is permitted on it."""
    rows: ConsentQuerySet = Consent.objects.visible_to(acting).select_related(
        "migrant", "text", "organisation"
    )
    consent = _only(rows.filter(pk=consent_id).first())
    _permit(acting, permission, consent.organisation_id)
    return consent


def get_task(acting: Acting, task_id: uuid.UUID, permission: Permission) -> Task:
    """Return the task if its case is visible and the act is permitted on it."""
    rows: TaskQuerySet = Task.objects.visible_to(acting)
    task = _only(rows.filter(pk=task_id).first())
    _permit(acting, permission, task.organisation_id)
    return task


def get_agreement(
    acting: Acting, agreement_id: uuid.UUID, permission: Permission
) -> SharingAgreement:
    """Return an agreement of one's own organisation."""
    rows = SharingAgreement.objects.visible_to(acting).select_related("first", "second")
    agreement = _only(rows.filter(pk=agreement_id).first())
    if not acting.may(permission):
        raise PermissionDenied
    return agreement


def get_data_request(acting: Acting, request_id: uuid.UUID, permission: Permission) -> DataRequest:
    """Return what a person asked about their data, if their file is visible."""
    rows: DataRequestQuerySet = DataRequest.objects.visible_to(acting)
    found = _only(rows.filter(pk=request_id).first())
    _permit(acting, permission, found.organisation_id)
    return found


def get_contact(acting: Acting, contact_id: uuid.UUID, permission: Permission) -> ContactPoint:
    """Return the phone if the reader may have contacts of this person, and see more than a mask."""
    rows: ContactPointQuerySet = ContactPoint.objects.visible_to(acting)
    contact = _only(rows.filter(pk=contact_id).first())
    if permission is Permission.SHOW_CONTACT and not glass.may_unmask(acting, contact.migrant_id):
        raise Http404
    _permit(acting, permission, contact.organisation_id)
    return contact


def get_document(acting: Acting, document_id: uuid.UUID, permission: Permission) -> Document:
    """Return the document if it is on a case of the reader's, or came along with a referral."""
    rows: DocumentQuerySet = Document.objects.visible_to(acting).without_content()
    document = _only(rows.filter(pk=document_id).first())
    _permit(acting, permission, document.organisation_id)
    return document


def get_own_glass(acting: Acting, glass_id: uuid.UUID) -> BrokenGlass:
    """Return what the member opened themselves and is still open."""
    return _only(BrokenGlass.objects.open_for(acting).filter(pk=glass_id).first())


def get_glass_to_review(acting: Acting, glass_id: uuid.UUID) -> BrokenGlass:
    """Return what another of the team opened; one's own is not there to review."""
    rows = BrokenGlass.objects.visible_to(acting).exclude(user_id=acting.user_id)
    return _only(rows.filter(pk=glass_id).select_related("user").first())


def need_confirming(acting: Acting, glass_id: uuid.UUID, now: datetime.datetime) -> None:
    """Refuse what is not an administrator's to judge, as if it were not there."""
    if glass_id not in {row.id for row in glass.to_confirm(acting, now)}:
        raise Http404


def _only(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _permit(acting: Acting, permission: Permission, holder_id: uuid.UUID) -> None:
    is_holder = holder_id == acting.organisation_id
    if not acting.may(permission) or not (is_holder or permission in WITH_OTHERS):
        raise PermissionDenied
