"""Reference texts of this room in six languages."""

from modeltranslation.translator import TranslationOptions, register

from reminders.models import ReminderText


@register(ReminderText)
class ReminderTextTranslation(TranslationOptions):
    """A message goes out in the person's language."""

    fields = ("body",)
