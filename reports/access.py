"""May this member have this export? Not visible and not there are the same 404."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.acting import Acting
from accounts.permissions import Permission
from reports.models import WholeExport


def get_export(acting: Acting, export_id: uuid.UUID, permission: Permission) -> WholeExport:
    """Return the export if it is visible and the act is permitted."""
    export = WholeExport.objects.visible_to(acting).filter(pk=export_id).first()
    if export is None:
        raise Http404
    if not acting.may(permission):
        raise PermissionDenied
    return export
