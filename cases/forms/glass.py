"""Why a file must be opened now, and what the review found."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.forms.fields import cards, radio_field, submission_field, text_field
from cases.models.glass import Finding, GlassReason


class GlassForm(PlainForm):
    """Why it cannot wait."""

    reason_code = radio_field(GlassReason.choices, label=_("Why can it not wait?"))
    reason = text_field(
        rows=3,
        label=_("What happened?"),
        help_text=_("Your supervisor reads this. It stays written."),
    )
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("reason_code"), "reason", "submission")


class ReviewForm(PlainForm):
    """Whether it was right."""

    finding = radio_field(Finding.choices, label=_("What did you find?"))
    note = text_field(rows=3, label=_("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("finding"), "note")


class ConfirmForm(forms.Form):
    """What an administrator found, who does not learn whose file it was."""

    finding = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Finding.JUSTIFIED, Finding.NOT_JUSTIFIED)]
    )
