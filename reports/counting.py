"""The blocks of a monthly report, and all that they count of one slice."""

from types import ModuleType

from reports.blocks import cases, envelopes, people, referrals, reminders, screens
from reports.facts import Facts
from reports.slices import Slice

# In the order of the page. A block costs the same few queries whatever it counts.
BLOCKS: tuple[ModuleType, ...] = (people, screens, cases, referrals, envelopes, reminders)


def counted(slice_: Slice) -> Facts:
    """Return what all blocks count now. As the system."""
    return {table: counts for block in BLOCKS for table, counts in block.facts(slice_).items()}
