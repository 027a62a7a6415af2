"""Figures of envelopes for the reports: how many, never whose."""

import datetime
import uuid

from django.db.models import Count, Q

from referrals.envelope_states import EnvelopeState
from referrals.models import Envelope


def of_month(
    organisation_id: uuid.UUID,
    first_moment: datetime.datetime,
    next_first_moment: datetime.datetime,
) -> dict[str, int]:
    """Return how many envelopes of an organisation were sent, answered, withdrawn or ran out.

    Each counted in the month in which it happened: one query. Called as the system: a sender's
    own policies would count only the caller's cases.
    """

    def within(column: str, **facts: str) -> Count:
        span = {f"{column}__gte": first_moment, f"{column}__lt": next_first_moment}
        return Count("pk", filter=Q(**span, **facts))

    return Envelope.objects.filter(sender_id=organisation_id).aggregate(
        sent=within("sent_at"),
        answered=within("answered_at"),
        withdrawn=within("ended_at", state=EnvelopeState.WITHDRAWN),
        expired=within("ended_at", state=EnvelopeState.EXPIRED),
    )
