"""Messages to people; members read them, only the system writes them."""

from accounts.policies.conditions import MINE, STAFF, staff_row
from accounts.policies.table import Table
from accounts.row_security import USER_ID

STOP = (
    f"{MINE} AND {STAFF} AND EXISTS (SELECT 1 FROM cases_migrant m"
    f" WHERE m.id = reminders_mute.migrant_id AND m.{MINE})"
)

TABLES = {
    "reminders_reminder": Table(select=staff_row("reminders_reminder")),
    "reminders_reminderstep": Table(
        select="EXISTS (SELECT 1 FROM reminders_reminder r WHERE r.id = reminder_id)"
    ),
    "reminders_mute": Table(
        select=STOP,
        insert=f"{STOP} AND muted_by_id = {USER_ID} AND ended_at IS NULL",
        update=STOP,
    ),
}
