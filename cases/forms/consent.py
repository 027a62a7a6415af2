"""Consent: to which data, for whom, until when, and how it was given."""

import datetime
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from accounts.models import OrganisationKind
from accounts.permissions import DataClass
from cases.actions import consent as actions
from cases.choices import GivenHow, Language, WithdrawnHow
from cases.forms.fields import (
    LONGEST_NAME,
    cards,
    day_field,
    radio_field,
    row,
    select_field,
    submission_field,
)
from cases.forms.minors import MinorFields

# What a person can agree to share, in words they would use.
SHARED = (
    (DataClass.IDENTITY.value, _("Name, age, sex, citizenship")),
    (DataClass.OTHER_NAMES.value, _("Other names and spellings")),
    (DataClass.CONTACT.value, _("Phone number, for appointments")),
    (DataClass.HEALTH.value, _("Health in general")),
    (DataClass.TB.value, _("Tuberculosis, HIV and the like")),
    (DataClass.DOCUMENTS.value, _("Documents and photographs, each by name")),
)
RECIPIENTS = (
    (OrganisationKind.CLINIC.value, _("Clinics and hospitals")),
    (OrganisationKind.NGO.value, _("Other organisations that help")),
)
DEFAULT_DAYS = 365
# The words come before the answers: first read, then asked.
READINGS = HTML("{% include 'cases/readings.html' %}")


class ConsentFields(MinorFields):
    """The terms of a consent, as part of a larger form or alone."""

    shared = forms.MultipleChoiceField(
        label=_("What may be shared"),
        choices=SHARED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recipients = forms.MultipleChoiceField(
        label=_("With whom"),
        choices=RECIPIENTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = day_field(label=_("Until"), required=False)
    consent_language = select_field(
        Language.choices, label=_("Language in which it was explained"), required=False
    )
    given_how = radio_field(GivenHow.choices, label=_("How it was given"), required=False)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=LONGEST_NAME, required=False)
    witness = forms.CharField(
        label=_("Witness"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Needed when the person did not sign."),
    )
    was_read_back = forms.BooleanField(label=_("It was read back to the person"), required=False)

    sometimes_required = frozenset(
        {
            *("shared", "recipients", "consent_language", "given_how", "witness"),
            *("age_group", "guardian", "guardian_relation", "without_guardian_reason"),
        }
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.usual(self.today).items():
            self.initial.setdefault(name, value)

    @staticmethod
    def usual(today: datetime.date) -> dict[str, Any]:
        """Return what most consents say: care needs it, the person may say otherwise."""
        return {
            "shared": ["identity", "contact", "health", "tb"],
            "recipients": ["clinic"],
            "expires_on": today + datetime.timedelta(days=DEFAULT_DAYS),
        }

    def terms_parts(self) -> list[Any]:
        """Return the terms in the order in which one speaks of them."""
        return [
            Div("shared", "recipients", css_class="form-pair"),
            row("given_how"),
            Div("witness", "interpreter", css_class="form-pair"),
            Div("consent_language", "expires_on", css_class="form-pair"),
            "was_read_back",
            *self.minor_parts(),
        ]

    def check_consent(self, data: dict[str, Any]) -> None:
        """Say what is missing for a consent to be one."""
        needed = {
            "shared": _("Choose what may be shared."),
            "recipients": _("Choose with whom it may be shared."),
            "given_how": _("Choose how the person agreed."),
            "consent_language": _("Choose the language."),
        }
        for name, message in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        if data.get("given_how") in {GivenHow.THUMB, GivenHow.SPOKEN} and not data.get("witness"):
            self.add_error("witness", _("Without a signature a witness is needed. Write the name."))
        expires_on = data.get("expires_on")
        if expires_on and expires_on < self.today:
            self.add_error("expires_on", _("This day is over. Choose a later one."))
        self.check_minor(data)

    def terms(self) -> actions.ConsentTerms:
        """Return what was agreed, for the actions."""
        data = self.cleaned_data
        return actions.ConsentTerms(
            data_classes=tuple(data["shared"]),
            recipient_kinds=tuple(data["recipients"]),
            language=data["consent_language"],
            given_how=data["given_how"],
            given_on=self.today,
            expires_on=data["expires_on"],
            interpreter=data["interpreter"],
            witness=data["witness"],
            was_read_back=data["was_read_back"],
            age=self.by_age(),
        )


class ConsentForm(ConsentFields):
    """A consent recorded by itself."""

    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(READINGS, *self.terms_parts(), "submission")

    def clean(self) -> dict[str, Any]:
        """Check that the consent is whole."""
        data: dict[str, Any] = super().clean() or {}
        self.check_consent(data)
        return data


class WithdrawForm(PlainForm):
    """How the person took a consent back; nobody has to say why."""

    how = radio_field(
        WithdrawnHow.choices,
        label=_("How did you learn of it?"),
        required=False,
        initial=WithdrawnHow.SPOKEN,
    )

    sometimes_required = frozenset({"how"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("how", wide="two"))
