"""Why messages to a person stop."""

from crispy_forms.layout import Layout
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.forms.fields import cards, radio_field
from reminders.choices import MuteReason


class StopForm(PlainForm):
    """Whose wish it is."""

    reason = radio_field(MuteReason.choices, label=_("Why do messages stop?"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("reason"))
