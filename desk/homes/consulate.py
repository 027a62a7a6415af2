"""The consulate officer's home: requests that people agreed to send. Nothing is counted here."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from desk.work import WorkSection, of_envelope
from referrals import envelope_queries
from referrals.envelope_states import EnvelopeState as S


def for_consulate(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """New requests, those in work, and answers that can still be read."""
    del now
    return [
        WorkSection(
            title=_("Not in work yet"),
            icon="mail",
            tone="attention",
            items=[of_envelope(row) for row in envelope_queries.waiting(acting, (S.SENT, S.SEEN))],
            empty_text=_("No new requests."),
        ),
        WorkSection(
            title=_("In work"),
            icon="play",
            tone="info",
            items=[of_envelope(row) for row in envelope_queries.waiting(acting, (S.IN_WORK,))],
            empty_text=_("Nothing is in work."),
        ),
        WorkSection(
            title=_("Answered, can still be read"),
            icon="file-check",
            tone="success",
            items=[of_envelope(row) for row in envelope_queries.waiting(acting, (S.ANSWERED,))],
            empty_text=_("No answer is waiting to be read."),
        ),
    ]
