"""No contact with the own state: why, and why it may be taken up again."""

from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.forms.fields import submission_field, text_field


class BlockForm(PlainForm):
    """Why the person's own state must hear nothing."""

    reason = text_field(
        rows=3,
        label=_("Why?"),
        help_text=_("Only your organisation reads this. No consulate ever does."),
    )
    submission = submission_field()


class AskToLiftForm(PlainForm):
    """Why contact may be taken up again."""

    reason = text_field(
        rows=3, label=_("Why may contact be taken up again?"), help_text=_("A supervisor decides.")
    )
