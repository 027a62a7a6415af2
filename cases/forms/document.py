"""A document of a case, as it is photographed or chosen on a phone."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.choices import DocumentKind
from cases.forms.fields import cards, radio_field, submission_field
from cases.uploads import Examined, Fault, NotTaken, examine

TAKEN = _("JPEG, PNG or WebP pictures and PDF files up to 10 MB are accepted.")
FAULTS = {
    Fault.EMPTY: _("This file is empty. Please choose another one."),
    Fault.TOO_BIG: _("This file is too big. Files up to 10 MB are accepted."),
    Fault.UNKNOWN: TAKEN,
    Fault.SPOILED: _("This file is damaged or cut off. Please take the picture again."),
    Fault.TOO_MANY_PIXELS: _("This picture is too large. Please take it with fewer megapixels."),
    Fault.ACTING: _("This PDF holds a program or another file. Please print it to a new PDF."),
}


class DocumentForm(PlainForm):
    """One file and what it is."""

    file = forms.FileField(
        label=_("Photograph or file"),
        help_text=TAKEN,
        allow_empty_file=True,
        # On a phone this offers the camera as well as what is kept there.
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"required": _("Choose a file or take a photograph.")},
    )
    kind = radio_field(DocumentKind.choices, label=_("What is it?"))
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("file", cards("kind", wide="two"), "submission")

    def clean_file(self) -> Examined:
        """Return what is kept of the file, or say what to do."""
        try:
            return examine(self.cleaned_data["file"].read())
        except NotTaken as refusal:
            raise ValidationError(FAULTS[refusal.fault]) from None
