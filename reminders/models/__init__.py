"""What is stored about reminders, by noun."""

from reminders.models.mute import Mute
from reminders.models.reminder import Reminder
from reminders.models.step import ReminderStep
from reminders.models.text import ReminderText

__all__ = ["Mute", "Reminder", "ReminderStep", "ReminderText"]
