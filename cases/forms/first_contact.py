"""The first page of a new case: person, matter, consent or ground in law, symptom screen."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import ConsentTerms, NamedBasis, NewPerson
from cases.choices import BirthPrecision, CaseKind, Language, LegalBasisKind, NameKind
from cases.consent_rules import possible_groups
from cases.forms.consent import READINGS, ConsentFields
from cases.forms.fields import (
    PhoneField,
    cards,
    messages_field,
    radio_field,
    row,
    select_field,
    submission_field,
    text_field,
)
from cases.forms.migrant import BIRTH, MigrantFields, name_field
from cases.forms.record import QUESTIONS, ScreenFields

CONSENT = "consent"
IN_FORCE = "consent_in_force"
# What went wrong is listed in the order of the page.
PERSON = ("full_name", "name_kind", *BIRTH, "sex", "citizenship", "language", "reads", "phone")
BASES = ((CONSENT, _("The person agrees")), *LegalBasisKind.choices)


class NewCaseForm(ConsentFields, ScreenFields):
    """A new case of a person who has a file already."""

    sometimes_required = ConsentFields.sometimes_required | {"basis_reason"}
    field_order: tuple[str, ...] = ("kind", "concern", *QUESTIONS, "basis")

    kind = select_field(CaseKind.choices, label=_("What is it about?"))
    concern = text_field(
        rows=3,
        label=_("What does the person need?"),
        required=False,
        help_text=_("In their own words. Only your organisation reads this."),
    )
    basis = radio_field(BASES, label=_("May we keep and share this?"))
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
                _("Questions everybody is asked"), *map(row, QUESTIONS), css_class="form-section"
            ),
            Fieldset(
                _("Consent"),
                READINGS,
                cards("basis"),
                Div(*self.terms_parts(), css_class="consent-part"),
                Div("basis_reason", css_class="reason-part"),
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

    sometimes_required = NewCaseForm.sometimes_required | MigrantFields.sometimes_required
    field_order = (*PERSON, *NewCaseForm.field_order)

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
    may_message = messages_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The one the person speaks")), *Language.choices]
        self.fields["consent_language"].choices = choices  # type: ignore[attr-defined]

    def sections(self) -> list[Fieldset]:
        """Put the person before the rest; other languages and the departure can wait."""
        person = Fieldset(
            _("The person"),
            Div("full_name", "name_kind", css_class="form-pair"),
            self.birth_parts(),
            row("sex"),
            Div("citizenship", "language", css_class="form-pair"),
            row("reads", two=True),
            Div("phone", "phone_is_shared", css_class="form-pair"),
            "may_message",
            css_class="form-section",
        )
        return [person, *super().sections()]

    def clean(self) -> dict[str, Any]:
        """Ask for the number that a tick speaks of: without it the tick would be lost."""
        data = super().clean()
        if data.get("phone") == "":  # a number that was typed wrong is told of already
            if data.get("may_message"):
                self.add_error("phone", _("Write the number to which reminders may be sent."))
            elif data.get("phone_is_shared"):
                self.add_error("phone", _("Write the number that others use too."))
        return data

    def groups(self, data: dict[str, Any]) -> Sequence[str]:
        """Return what the birth date on the same page leaves open."""
        precision = data.get("birth_precision", BirthPrecision.UNKNOWN)
        return possible_groups(data.get("birth_date"), precision, self.today)

    def check_consent(self, data: dict[str, Any]) -> None:
        """Take the person's own language where no other was named."""
        data["consent_language"] = data.get("consent_language") or data.get("language", "")
        super().check_consent(data)
        if "language" in self.errors:  # said once is enough
            self.errors.pop("consent_language", None)

    def person(self) -> NewPerson:
        """Return who came, for the actions."""
        data = self.cleaned_data
        return NewPerson(
            full_name=data["full_name"],
            name_kind=data["name_kind"],
            phone=data["phone"],
            phone_is_shared=data["phone_is_shared"],
            may_message=data["may_message"],
            facts=self.facts(),
        )
