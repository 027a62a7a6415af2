"""Whether this member may have this referral, and which side of it is theirs."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.acting import Acting
from accounts.permissions import Permission
from referrals.choices import Reason
from referrals.models import Referral
from referrals.models.referral import ReferralQuerySet
from referrals.states import Side


def get_referral(acting: Acting, referral_id: uuid.UUID, permission: Permission) -> Referral:
    """Return the referral if it is visible and the act is permitted on this side of it."""
    # Never join the case here: before accepting, its receiver cannot see it, and the join would
    # take the referral away with it.
    rows: ReferralQuerySet = Referral.objects.visible_to(acting).select_related(
        "sender", "recipient", "service", "redirected_to"
    )
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        raise Http404
    if not acting.may(permission):
        raise PermissionDenied
    return referral


def get_referral_in_emergency(acting: Acting, referral_id: uuid.UUID) -> tuple[Referral, uuid.UUID]:
    """Return a referral and whose it is, where its receiver may open the file in an emergency.

    That is so for who was accepted here, now or before, is being sent now, or came in an emergency.
    """
    referral = get_referral(acting, referral_id, Permission.BREAK_GLASS)
    if not may_break_glass(acting, referral) or referral.migrant_id is None:
        raise Http404
    return referral, referral.migrant_id


def may_break_glass(acting: Acting, referral: Referral) -> bool:
    """Say whether the receiver of this referral may open the file in an emergency."""
    is_here = referral.accepted_at or not referral.ended_at or referral.reason == Reason.EMERGENCY
    is_ours = side_of(acting, referral) is Side.RECEIVER and referral.migrant_id is not None
    return acting.may(Permission.BREAK_GLASS) and is_ours and bool(is_here)


def side_of(acting: Acting, referral: Referral) -> Side:
    """Return which side of the referral the member's organisation is on."""
    return Side.SENDER if referral.sender_id == acting.organisation_id else Side.RECEIVER
