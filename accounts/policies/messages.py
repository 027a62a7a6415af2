"""Messages to people; members read them, only the system writes them."""

from accounts.policies.conditions import exists, file_row, staff_row
from accounts.policies.table import Table
from accounts.row_security import USER_ID

STOP = file_row("reminders_mute")

TABLES = {
    "reminders_reminder": Table(select=staff_row("reminders_reminder")),
    "reminders_reminderstep": Table(select=exists("reminders_reminder r", "r.id = reminder_id")),
    "reminders_mute": Table(
        select=STOP,
        insert=f"{STOP} AND muted_by_id = {USER_ID} AND ended_at IS NULL",
        update=STOP,
    ),
}
