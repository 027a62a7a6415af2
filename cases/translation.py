"""Reference texts of this room in six languages."""

from modeltranslation.translator import TranslationOptions, register

from cases.models import ConsentText


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    """Consent is read to a person in the language they speak."""

    fields = ("body", "printed")
