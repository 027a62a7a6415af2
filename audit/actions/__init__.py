"""What is written into the audit, how it is sealed, and how the seals are looked after."""

from audit.actions.entry import record
from audit.actions.head import mail_head, write_head
from audit.actions.seal import CountedAnew, seal_entries
from audit.actions.verify import verify_seals

__all__ = [
    "CountedAnew",
    "mail_head",
    "record",
    "seal_entries",
    "verify_seals",
    "write_head",
]
