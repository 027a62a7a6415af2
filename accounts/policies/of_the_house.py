"""What no member reads row by row: the audit, and the city's figures."""

from accounts.policies.conditions import NOBODY
from accounts.policies.table import Table

KEPT = frozenset({"SELECT", "INSERT"})

TABLES = {
    # Everybody adds, what they did themselves or what the clock did; nothing is changed.
    "audit_entry": Table(select=NOBODY, insert="true", rights=KEPT),
    # The system freezes a month, and reads it for those who may see the city's figures.
    "reports_citymonth": Table(select=NOBODY, rights=KEPT),
}
