"""The one way an envelope changes its state: a conditional update, a step, an audit row."""

import datetime
from typing import Any

from accounts.acting import Acting, Actor
from audit import actions as audit
from audit.models import Verb
from referrals.envelope_access import side_of
from referrals.envelope_states import ENDED, EnvelopeMove, EnvelopeState, next_state
from referrals.models import Envelope, EnvelopeStep


class EnvelopeMovedMeanwhile(Exception):
    """Somebody else moved the envelope first, or it is no longer there; nothing was changed."""


def move_envelope(
    *,
    by: Actor,
    envelope: Envelope,
    move: EnvelopeMove,
    now: datetime.datetime,
    note: str = "",
    **columns: Any,
) -> EnvelopeState:
    """Move by the table; of two at once the second raises EnvelopeMovedMeanwhile.

    The side is the actor's own. Must run inside the caller's transaction. Only what the actor may see at this very moment is
    moved: time may have run out, or consent been withdrawn, since the page was shown.
    """
    to_state = next_state(envelope.state, move, side_of(by))
    if to_state in ENDED:
        columns["ended_at"] = now
    stored = Envelope.objects.visible_to(by).filter(pk=envelope.pk, state=envelope.state)
    if not stored.update(state=to_state, **columns):
        raise EnvelopeMovedMeanwhile(envelope.pk)
    _write_step(by, envelope, move, to_state, now, note)
    return to_state


def _write_step(
    by: Actor,
    envelope: Envelope,
    move: EnvelopeMove,
    to_state: EnvelopeState,
    now: datetime.datetime,
    note: str,
) -> None:
    member = by if isinstance(by, Acting) else None
    EnvelopeStep.objects.create(
        envelope_id=envelope.pk,
        move=move,
        from_state=envelope.state,
        to_state=to_state,
        by=member.user if member else None,
        organisation=member.organisation if member else None,
        at=now,
        note=note,
    )
    audit.record(
        Verb.MOVED,
        by=by,
        subject_type="envelope",
        subject_ids=[envelope.pk],
        holders=envelope.sender_id,
        detail={"move": move.value},
    )
