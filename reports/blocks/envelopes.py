"""Requests to consulates: what happened to them in the month."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from referrals import envelope_counts
from referrals.envelope_states import EnvelopeState
from reports.facts import Facts, alone, single
from reports.slices import Slice, Whole
from reports.tables import Section, Table, counted

HAPPENED = (
    EnvelopeState.SENT,
    EnvelopeState.ANSWERED,
    EnvelopeState.WITHDRAWN,
    EnvelopeState.EXPIRED,
)


def facts(slice_: Slice) -> Facts:
    """Count how many were sent, answered, taken back or ran out: one query."""
    if isinstance(slice_.whose, Whole):
        raise TypeError("requests to consulates are counted for their sender only")
    month = slice_.month
    counts = envelope_counts.of_month(slice_.whose, month.first_moment, month.next_first_moment)
    return {"envelopes": alone(counts)}


def section(found: Facts) -> Section:
    """Return the facts as a table."""
    table = Table(
        "envelopes",
        _("Requests to consulates"),
        (pgettext("column", "State"), pgettext("navigation", "Requests")),
        counted(
            single(found, "envelopes"), [(state.value, str(state.label)) for state in HAPPENED]
        ),
        note=_("Each is counted in the month in which it happened."),
    )
    return Section("envelopes", pgettext("navigation", "Requests"), (table,))
