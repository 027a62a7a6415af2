"""Whether this member may have this envelope, and which side of it is theirs."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.acting import Acting, Actor
from accounts.models import Organisation
from accounts.permissions import Permission, Scope
from cases import consulates
from cases.models import Migrant
from cases.state_contact import is_blocked
from referrals.envelope_states import EnvelopeSide
from referrals.models import Envelope
from referrals.models.envelope import EnvelopeQuerySet


def get_envelope(acting: Acting, envelope_id: uuid.UUID, permission: Permission) -> Envelope:
    """Return the envelope if it is visible and the act is permitted.

    To a consulate one that was withdrawn, that ran out, or that is another's looks exactly like
    one that never was. Never join the case, the file or the consent: it cannot see them.
    """
    rows: EnvelopeQuerySet = Envelope.objects.visible_to(acting).select_related(
        "sender", "consulate"
    )
    envelope = rows.filter(pk=envelope_id).first()
    if envelope is None:
        raise Http404
    if not acting.may(permission):
        raise PermissionDenied
    return envelope


def side_of(actor: Actor) -> EnvelopeSide:
    """Return which side of an envelope somebody is on; the system is its clock."""
    sides = {Scope.EVERYTHING: EnvelopeSide.CLOCK, Scope.ENVELOPE: EnvelopeSide.CONSULATE}
    return sides.get(actor.scope, EnvelopeSide.SENDER)


def consulates_for(acting: Acting, migrant_id: uuid.UUID) -> list[Organisation]:
    """Return the consulates of the state whose citizenship the person's file names, never another's."""
    migrant = Migrant.objects.opened_to(acting).filter(pk=migrant_id).first()
    return consulates.of_person(migrant) if migrant else []


def may_write(acting: Acting, migrant_id: uuid.UUID) -> bool:
    """Say whether the member may write to a consulate about this person at all."""
    may = acting.may(Permission.SEND_ENVELOPE) and bool(consulates_for(acting, migrant_id))
    return may and not is_blocked(migrant_id)
