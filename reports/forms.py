"""The one form of this room."""

from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.forms.fields import submission_field, text_field


class AskExportForm(PlainForm):
    """What the file is for."""

    why = text_field(
        rows=2,
        label=_("What do you need it for?"),
        help_text=_("Your administrator reads this. Name no person."),
    )
    submission = submission_field()
