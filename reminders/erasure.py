"""Which rows of this room go with a file: messages early, with their texts and numbers."""

from cases.erasure import Lists, Rows
from cases.retention import Act

OF_REMINDER = "reminder_id IN (SELECT r.id FROM reminders_reminder r WHERE r.migrant_id = whose)"
MESSAGES = (
    Rows("reminders_reminderstep", OF_REMINDER),
    Rows("reminders_reminder", "migrant_id = whose"),
)
ERASE = (*MESSAGES, Rows("reminders_mute", "migrant_id = whose"))
ROWS: Lists = {Act.THIN: MESSAGES, Act.ERASE: ERASE}
