"""May this member have this row? One getter a noun; not visible and not there are the same 404."""

import uuid
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from accounts.acting import Acting
from accounts.permissions import Permission
from cases.models import Case, Consent, ContactPoint, DataRequest, Migrant, Task
from cases.models.case import CaseQuerySet
from cases.models.consent import ConsentQuerySet
from cases.models.contact import ContactPointQuerySet
from cases.models.data_request import DataRequestQuerySet
from cases.models.migrant import MigrantQuerySet
from cases.models.record import TaskQuerySet

Row = TypeVar("Row", bound=Model)

# What a member may do with a row that another organisation holds; all else is the holder's.
WITH_OTHERS = frozenset(
    {Permission.SEE_CASE, Permission.SEE_MIGRANT, Permission.SHOW_CONTACT, Permission.ADD_NOTE}
)


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
    """Return the file if it is visible and the act is permitted on it."""
    rows: MigrantQuerySet = Migrant.objects.visible_to(acting).select_related("caseworker")
    migrant = _only(rows.filter(pk=migrant_id).first())
    _permit(acting, permission, migrant.organisation_id)
    return migrant


def get_consent(acting: Acting, consent_id: uuid.UUID, permission: Permission) -> Consent:
    """Return the consent if its file is visible and the act is permitted on it."""
    rows: ConsentQuerySet = Consent.objects.visible_to(acting).select_related("migrant", "text")
    consent = _only(rows.filter(pk=consent_id).first())
    _permit(acting, permission, consent.organisation_id)
    return consent


def get_task(acting: Acting, task_id: uuid.UUID, permission: Permission) -> Task:
    """Return the task if its case is visible and the act is permitted on it."""
    rows: TaskQuerySet = Task.objects.visible_to(acting)
    task = _only(rows.filter(pk=task_id).first())
    _permit(acting, permission, task.organisation_id)
    return task


def get_data_request(acting: Acting, request_id: uuid.UUID, permission: Permission) -> DataRequest:
    """Return what a person asked about their data, if their file is visible."""
    rows: DataRequestQuerySet = DataRequest.objects.visible_to(acting)
    found = _only(rows.filter(pk=request_id).first())
    _permit(acting, permission, found.organisation_id)
    return found


def get_contact(acting: Acting, contact_id: uuid.UUID, permission: Permission) -> ContactPoint:
    """Return the phone if the reader may have contacts of this person."""
    rows: ContactPointQuerySet = ContactPoint.objects.visible_to(acting)
    contact = _only(rows.filter(pk=contact_id).first())
    _permit(acting, permission, contact.organisation_id)
    return contact


def _only(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _permit(acting: Acting, permission: Permission, holder_id: uuid.UUID) -> None:
    is_holder = holder_id == acting.organisation_id
    if not acting.may(permission) or not (is_holder or permission in WITH_OTHERS):
        raise PermissionDenied
