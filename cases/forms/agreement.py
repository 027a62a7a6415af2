"""An agreement with another organisation: what to share, from when to when, and why it ends."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases.actions.agreement import AgreementTerms
from cases.forms.consent import SHARED
from cases.forms.fields import DatedForm, day_field, radio_field, select_field, submission_field
from cases.models.agreement import AgreementEnd

# What ends by itself, or by taking back or declining a proposal, nobody chooses from a list.
CHOSEN = [
    (one.value, one.label)
    for one in (
        AgreementEnd.NO_LONGER_NEEDED,
        AgreementEnd.NOT_KEPT,
        AgreementEnd.TO_BE_REPLACED,
    )
]


class ProposeForm(DatedForm):
    """What one organisation proposes to another."""

    partner = select_field((), label=_("With which organisation"))
    shared = forms.MultipleChoiceField(
        label=_("What may be shared"),
        help_text=_("Only of people who agreed to it themselves, and never more than they agreed."),
        choices=SHARED,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    from_on = day_field(label=_("From"))
    until_on = day_field(
        label=_("Until"),
        required=False,
        help_text=_("Empty means: until one of you ends it."),
    )
    submission = submission_field()

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(one.pk): one for one in partners}
        choices = [("", _("Choose…")), *((key, one.name) for key, one in self.partners.items())]
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("from_on", self.today)
        dates = Div("from_on", "until_on", css_class="form-pair")
        self.helper.layout = Layout(
            Fieldset(_("With whom"), "partner", css_class="form-section"),
            Fieldset(_("About what"), "shared", dates, css_class="form-section"),
            "submission",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and a last day that is over."""
        data = dict(super().clean() or {})
        from_on, until_on = data.get("from_on"), data.get("until_on")
        if from_on and until_on and until_on < max(from_on, self.today):
            self.add_error("until_on", _("Choose a later day."))
        return data

    def partner_chosen(self) -> Organisation:
        """Return the organisation to which it is proposed."""
        return self.partners[self.cleaned_data["partner"]]

    def terms(self) -> AgreementTerms:
        """Return what is proposed; the referral itself always belongs to what is shared."""
        data = self.cleaned_data
        classes = (*data["shared"], DataClass.REFERRAL.value)
        return AgreementTerms(classes, data["from_on"], data["until_on"])


class EndAgreementForm(PlainForm):
    """Why an agreement ends."""

    because = radio_field(CHOSEN, label=_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Div("because", css_class="choice-cards"))

    def reason(self) -> AgreementEnd:
        """Return why it ends."""
        return AgreementEnd(self.cleaned_data["because"])
