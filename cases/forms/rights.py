"""What a person asks about their data, why it is refused, why a file is held."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.choices import Language
from cases.forms.fields import (
    day_field,
    radio_field,
    select_field,
    submission_field,
    text_field,
)
from cases.models.legal_hold import HoldReason
from cases.request_rules import AskedHow, RefusalGround, RequestKind


class DataRequestForm(PlainForm):
    """What the person asks, when and how, and in which language they want the answer."""

    kind = radio_field(RequestKind.choices, label=_("What does the person ask for?"))
    asked_on = day_field(label=_("When did they ask?"))
    asked_how = select_field(AskedHow.choices, label=_("How did they ask?"))
    language = select_field(Language.choices, label=_("Language of the answer"))
    words = text_field(
        rows=3,
        required=False,
        label=_("In the person's own words"),
        help_text=_("For a correction: what is wrong, and what is right."),
    )
    submission = submission_field()
    sometimes_required = frozenset({"words"})

    def clean_asked_on(self) -> object:
        """Refuse a day that has not come."""
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, object]:
        """Ask for words where a correction is wanted."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        if data.get("kind") == RequestKind.CORRECTION and not data.get("words"):
            self.add_error("words", _("Write what is wrong, and what is right."))
        return data


class RefuseRequestForm(PlainForm):
    """Why the law allows to say no; the person is told both."""

    ground = select_field(RefusalGround.choices, label=_("What in law allows it?"))
    refusal = text_field(
        rows=3, label=_("The reason in plain words"), help_text=_("The person is told this.")
    )


class HoldForm(PlainForm):
    """Why a file must stay as it is."""

    reason = select_field(HoldReason.choices, label=_("Why must the file stay?"))
    words = text_field(rows=3, label=_("Which matter is it?"))
    submission = submission_field()
