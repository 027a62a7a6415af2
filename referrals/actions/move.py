"""The one way a referral changes its state: a conditional update, a step, an audit row."""

import datetime
from typing import Any

from accounts.acting import Acting, Actor
from audit import actions as audit
from audit.models import Verb
from cases.actions import end_grants
from cases.models import CaseGrant
from cases.models.grant import GrantEnd
from referrals.models import Referral, ReferralStep
from referrals.states import ENDED, ReferralMove, ReferralState, Side, next_state


class MovedMeanwhile(Exception):
    """Somebody else moved the referral first; nothing was changed."""


def move_referral(
    *,
    by: Actor,
    referral: Referral,
    move: ReferralMove,
    side: Side,
    now: datetime.datetime,
    note: str = "",
    **columns: Any,
) -> ReferralState:
    """Move by the table; of two at once the second raises MovedMeanwhile.

    Must run inside the caller's transaction. A referral that ends ends the grant it gave.
    """
    to_state = next_state(referral.state, move, side)
    if to_state in ENDED:
        columns["ended_at"] = now
    moved = Referral.objects.filter(pk=referral.pk, state=referral.state).update(
        state=to_state, moved_at=now, **columns
    )
    if not moved:
        raise MovedMeanwhile(referral.pk)
    states = ReferralState(referral.state), to_state
    write_step(by=by, referral=referral, move=move, states=states, now=now, note=note)
    if to_state in ENDED:
        grants = CaseGrant.objects.visible_to(by).filter(source_id=referral.pk)
        end_grants(by=by, grants=grants, because=GrantEnd.REFERRAL_ENDED)
    return to_state


def write_step(
    *,
    by: Actor,
    referral: Referral,
    move: ReferralMove,
    states: tuple[ReferralState, ReferralState],
    now: datetime.datetime,
    note: str = "",
) -> None:
    """Write down one move, from a state to a state, and who made it."""
    member = by if isinstance(by, Acting) else None
    ReferralStep.objects.create(
        referral=referral,
        move=move,
        from_state=states[0],
        to_state=states[1],
        by=member.user if member else None,
        organisation=member.organisation if member else None,
        at=now,
        note=note,
    )
    audit.record(
        Verb.MOVED,
        by=by,
        subject_type="referral",
        subject_ids=[referral.pk],
        holders=referral.sender_id,
        detail={"move": move.value},
    )
