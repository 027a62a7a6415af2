"""Is the input well-formed? The forms of envelopes: codes from the sender, words from the consulate."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from accounts.models import Organisation
from cases.forms.fields import cards, radio_field, submission_field, text_field
from referrals.actions.envelope import EnvelopeAnswerTerms, EnvelopeTerms
from referrals.envelope_choices import EnvelopeOutcome, EnvelopeRequest, NeededThing

SHOWN = (("birth_date", _("Date of birth")), ("sex", _("Sex")))


class EnvelopeForm(PlainForm):
    """What a caseworker asks of a consulate; there is no field for words."""

    consulate = radio_field((), label=_("To which consulate"))
    request = radio_field(EnvelopeRequest.choices, label=_("What is asked"))
    shown = forms.MultipleChoiceField(
        label=_("What they read beside name and citizenship"),
        choices=SHOWN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what they need to find the person in their registers."),
    )
    submission = submission_field()

    sometimes_required = frozenset({"shown"})

    def __init__(self, *args: Any, consulates: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consulates = {str(one.pk): one for one in consulates}
        choices = [(key, one.name) for key, one in self.consulates.items()]
        self.fields["consulate"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("consulate", choices[0][0])
        section = "form-section"
        self.helper.layout = Layout(
            Fieldset(_("Where to, and what for"), "consulate", cards("request"), css_class=section),
            Fieldset(_("Of the file"), cards("shown", wide="two"), css_class=section),
            "submission",
        )

    def terms(self) -> EnvelopeTerms:
        """Return what was chosen, for the actions."""
        data = self.cleaned_data
        return EnvelopeTerms(
            consulate=self.consulates[data["consulate"]],
            request=data["request"],
            shows_birth_date="birth_date" in data["shown"],
            shows_sex="sex" in data["shown"],
        )


class EnvelopeAnswerForm(PlainForm):
    """What the consulate answers."""

    outcome = radio_field(EnvelopeOutcome.choices, label=_("Your answer"))
    needs = forms.MultipleChoiceField(
        label=_("What is still needed"),
        choices=NeededThing.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = text_field(
        rows=4,
        label=_("What the person should know or do"),
        required=False,
        help_text=_("Where to come, on which days, what to bring."),
    )

    sometimes_required = frozenset({"needs", "words"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("outcome"), cards("needs", wide="two"), "words")

    def clean(self) -> dict[str, Any]:
        """Ask what is needed where something is, and why where it cannot be done."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == EnvelopeOutcome.NEEDS_MORE and not data.get("needs"):
            self.add_error("needs", _("Choose what is still needed."))
        if data.get("outcome") == EnvelopeOutcome.CANNOT and not data.get("words"):
            self.add_error("words", _("Write why it cannot be done."))
        return data

    def terms(self) -> EnvelopeAnswerTerms:
        """Return the answer, for the actions."""
        data = self.cleaned_data
        is_more = data["outcome"] == EnvelopeOutcome.NEEDS_MORE
        return EnvelopeAnswerTerms(
            outcome=data["outcome"],
            needs=tuple(data["needs"]) if is_more else (),
            words=data["words"],
        )
