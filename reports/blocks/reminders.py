"""Messages to people: how many were due in the month, and how many arrived."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reminders import counts
from reminders.choices import ReminderState
from reports.blocks import words
from reports.facts import Facts, alone, single
from reports.slices import Slice, Whole
from reports.tables import Section, Table, counted, summed


def facts(slice_: Slice) -> Facts:
    """Count the messages planned for days of the month, by where they stand now: one query."""
    if isinstance(slice_.whose, Whole):
        raise TypeError("messages are counted for the organisation that sends them only")
    month = slice_.month
    return {
        "reminders": alone(counts.by_state(slice_.whose, month.first_day, month.next_first_day))
    }


def section(found: Facts) -> Section:
    """Return the facts as a table."""
    rows = counted(
        single(found, "reminders"), [(state.value, str(state.label)) for state in ReminderState]
    )
    table = Table(
        "reminders",
        _("Messages due in the month, by state"),
        (pgettext("column", "State"), pgettext("navigation", "Messages")),
        rows,
        summed(words.total(), rows),
    )
    return Section("reminders", pgettext("navigation", "Messages"), (table,))
