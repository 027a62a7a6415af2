"""Reference texts of this room in six languages."""

from modeltranslation.translator import TranslationOptions, register

from referrals.models import Service


@register(Service)
class ServiceTranslation(TranslationOptions):
    """What an organisation offers, said in each language."""

    fields = ("name", "description")
