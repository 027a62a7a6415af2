"""Figures of envelopes for the reports: how many, never whose."""

import datetime
import uuid

from referrals.envelope_states import EnvelopeState
from referrals.models import Envelope


def of_month(
    organisation_id: uuid.UUID,
    first_moment: datetime.datetime,
    next_first_moment: datetime.datetime,
) -> dict[str, int]:
    """Return how many envelopes of an organisation were sent, answered, withdrawn or ran out.

    Each counted in the month in which it happened. Called as the system: a sender's own policies
    would count only the caller's cases.
    """
    rows = Envelope.objects.filter(sender_id=organisation_id)
    span = (first_moment, next_first_moment)
    ended = rows.filter(ended_at__gte=span[0], ended_at__lt=span[1])
    return {
        "sent": rows.filter(sent_at__gte=span[0], sent_at__lt=span[1]).count(),
        "answered": rows.filter(answered_at__gte=span[0], answered_at__lt=span[1]).count(),
        "withdrawn": ended.filter(state=EnvelopeState.WITHDRAWN).count(),
        "expired": ended.filter(state=EnvelopeState.EXPIRED).count(),
    }
