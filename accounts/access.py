"""May this member have this row of the people who work here? Not there and not theirs: a 404."""

import uuid

from django.http import Http404

from accounts.acting import Acting
from accounts.models import Invitation, Membership, Organisation


def get_member(acting: Acting, membership_id: uuid.UUID) -> Membership:
    """Return a membership of one's own organisation."""
    rows = Membership.objects.managed_by(acting).select_related("user", "organisation")
    found = rows.filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def get_invitation(acting: Acting, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation this member may take back."""
    found: Invitation | None = (
        Invitation.objects.visible_to(acting).filter(pk=invitation_id).first()
    )
    if found is None:
        raise Http404
    return found


def get_organisation(organisation_id: uuid.UUID) -> Organisation:
    """Return any organisation: whoever keeps the list keeps all of it."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found
