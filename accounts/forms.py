"""Forms of one's own account, and how a half-filled form survives a change of language."""

from typing import TypeVar

from django import forms
from django.conf import settings
from django.http import HttpRequest

Form = TypeVar("Form", bound=forms.BaseForm)


class LanguageForm(forms.Form):
    """Which language to speak, and where to go back to."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


class ActForForm(forms.Form):
    """Which of one's own memberships to act for."""

    membership = forms.UUIDField()


def is_language_switch(request: HttpRequest) -> bool:
    """Say whether the form came back only to be shown in another language."""
    return "switch_language" in request.POST
