"""Reference texts of this room in six languages."""

from modeltranslation.translator import TranslationOptions, register

from accounts.models import Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """An organisation is called differently in each language."""

    fields = ("name",)
