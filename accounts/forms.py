"""Forms of one's own account, and what every form of the site has in common."""

from collections.abc import Callable
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    """Which language to speak, and where to go back to."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


class ActForForm(forms.Form):
    """Which of one's own memberships to act for."""

    membership = forms.UUIDField()


class PlainForm(forms.Form):
    """A form that keeps what was typed, marks what may stay empty, and lets the server speak.

    `typed` is what was in the form before (another language was chosen, a draft was kept): it is
    shown again without being judged.
    """

    use_required_attribute = False
    # Fields that an answer elsewhere in the form makes necessary: "optional" would mislead.
    sometimes_required: frozenset[str] = frozenset()

    def __init__(self, *args: Any, typed: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        for name, field in self.fields.items():
            if self._may_stay_empty(name, field):
                field.label = _("%(label)s (optional)") % {"label": field.label}
            if typed is not None:
                self.initial[name] = field.widget.value_from_datadict(
                    typed, {}, self.add_prefix(name)
                )

    def _may_stay_empty(self, name: str, field: forms.Field) -> bool:
        is_tick = isinstance(field, forms.BooleanField)
        return not (
            field.required or is_tick or field.widget.is_hidden or name in self.sometimes_required
        )


AnyForm = TypeVar("AnyForm", bound=PlainForm)


def open_form(
    request: HttpRequest,
    make: Callable[..., AnyForm],
    *,
    typed: QueryDict | None = None,
    **kwargs: Any,
) -> AnyForm:
    """Return the form bound to what was sent, or unbound with what was typed before."""
    if request.method == "POST" and not is_language_switch(request):
        return make(data=request.POST, files=request.FILES, **kwargs)
    return make(typed=request.POST if request.method == "POST" else typed, **kwargs)


def is_language_switch(request: HttpRequest) -> bool:
    """Say whether the form came back only to be shown in another language."""
    return "switch_language" in request.POST
