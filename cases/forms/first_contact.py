"""The first page of a new case: person, matter, consent or ground in law, symptom screen."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import ConsentTerms, NamedBasis, NewPerson
from cases.choices import CaseKind, LegalBasisKind, NameKind
from cases.forms.consent import ConsentFields
from cases.forms.fields import PhoneField, text_field
from cases.forms.migrant import MigrantFields, name_field
from cases.forms.record import QUESTIONS, ScreenFields, submission_field

CONSENT = "consent"
IN_FORCE = "consent_in_force"
BASES = ((CONSENT, _("The person agrees")), *LegalBasisKind.choices)


class NewCaseForm(ConsentFields, ScreenFields):
    """A new case of a person who has a file already."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=CaseKind.choices)
    concern = text_field(
        rows=3, label=_("What does the person need?"), required=False,
        help_text=_("In their own words. Only your organisation reads this."),
    )
    sometimes_required = ConsentFields.sometimes_required | {"basis_reason", "witness"}
    basis = forms.ChoiceField(
        label=_("May we keep and share this?"), choices=BASES, widget=forms.RadioSelect
    )
    basis_reason = text_field(
        rows=2,
        label=_("If the person was not asked: why not?"),
        required=False,
    )
    submission = submission_field()

    def __init__(self, *args: Any, has_consent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_consent:
            agreed = (IN_FORCE, _("The consent given before holds"))
            self.fields["basis"].choices = [agreed, *BASES]  # type: ignore[attr-defined]
            self.initial.setdefault("basis", IN_FORCE)
        self.helper.layout = Layout(*self.sections(), "submission")

    def sections(self) -> list[Fieldset]:
        """Return the parts of the page in the order of a conversation."""
        return [
            Fieldset(_("The matter"), "kind", "concern", css_class="form-section"),
            Fieldset(
                _("Questions everybody is asked"), *QUESTIONS, css_class="form-section questions"
            ),
            Fieldset(
                _("Consent"),
                "basis",
                Div("shared", "recipients", css_class="form-pair"),
                Div("consent_language", "expires_on", css_class="form-pair"),
                "given_how",
                Div("witness", "interpreter", css_class="form-pair"),
                "was_read_back",
                "basis_reason",
                css_class="form-section",
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for a whole consent, or for the reason why there is none."""
        data: dict[str, Any] = super().clean() or {}
        basis = data.get("basis")
        if basis == CONSENT:
            self.check_consent(data)
        elif basis and basis != IN_FORCE and not data.get("basis_reason"):
            self.add_error("basis_reason", _("Write why the person was not asked."))
        return data

    def agreed(self) -> ConsentTerms | NamedBasis | None:
        """Return the consent or the ground in law; None where an earlier consent holds."""
        basis = self.cleaned_data["basis"]
        if basis == IN_FORCE:
            return None
        if basis == CONSENT:
            return self.terms()
        return NamedBasis(kind=basis, reason=self.cleaned_data["basis_reason"])


class FirstContactForm(NewCaseForm, MigrantFields):
    """A new case of a person who has no file yet: one page of essentials."""

    full_name = name_field(
        label=_("Name"), help_text=_("As the person says it. One word is enough.")
    )
    name_kind = forms.ChoiceField(
        label=_("Where this name comes from"),
        choices=NameKind.choices,
        initial=NameKind.SPOKEN,
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    phone_is_shared = forms.BooleanField(label=_("Others use this phone too"), required=False)

    def sections(self) -> list[Fieldset]:
        """Put the person before the rest."""
        person = Fieldset(
            _("The person"),
            Div("full_name", "name_kind", css_class="form-pair"),
            Div("birth_day", "birth_month", "birth_year", css_class="form-triple"),
            "sex",
            Div("citizenship", "language", css_class="form-pair"),
            "reads",
            Div("phone", "expected_departure_on", css_class="form-pair"),
            "phone_is_shared",
            "other_languages",
            css_class="form-section",
        )
        return [person, *super().sections()]

    def person(self) -> NewPerson:
        """Return who came, for the actions."""
        data = self.cleaned_data
        return NewPerson(
            full_name=data["full_name"],
            name_kind=data["name_kind"],
            phone=data["phone"],
            phone_is_shared=data["phone_is_shared"],
            facts=self.facts(),
        )
