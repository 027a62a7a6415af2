"""Forms about a person: what is known, a name, a phone."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import PlainForm
from cases.actions.migrant import MigrantFacts
from cases.choices import ChangeReason, Citizenship, Language, NameKind, Reads, Sex
from cases.forms.fields import (
    EARLIEST_YEAR,
    LONGEST_NAME,
    DatedForm,
    PhoneField,
    birth_from,
    cards,
    day_field,
    messages_field,
    number_field,
    radio_field,
    row,
    select_field,
)

BIRTH = ("birth_day", "birth_month", "birth_year")


def name_field(**kwargs: Any) -> forms.CharField:
    """Return a field for a whole name: one word is enough, any script."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    wrong = {"required": _("Write the name.")}
    return forms.CharField(max_length=LONGEST_NAME, widget=widget, error_messages=wrong, **kwargs)


class MigrantFields(DatedForm):
    """What a file says about a person; only the language is asked of everybody."""

    # Their common heading says that any of the three may stay empty.
    sometimes_required = frozenset(BIRTH)

    birth_day = number_field(1, 31, label=pgettext_lazy("birth date", "Day"))
    birth_month = number_field(1, 12, label=pgettext_lazy("birth date", "Month"))
    birth_year = number_field(EARLIEST_YEAR, 2100, label=pgettext_lazy("birth date", "Year"))
    sex = radio_field(Sex.choices, label=_("Sex"))
    citizenship = select_field(Citizenship.choices, label=_("Citizenship"))
    language = select_field(Language.choices, label=_("Language the person speaks"))
    other_languages = forms.MultipleChoiceField(
        label=_("Other languages"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reads = radio_field(Reads.choices, label=_("Can the person read?"))
    expected_departure_on = day_field(
        label=_("Expects to leave the country on"),
        required=False,
        help_text=_("Only to plan care. It is deleted when the last case is closed."),
    )

    def clean(self) -> dict[str, Any]:
        """Put the birth date together from its parts."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & BIRTH:
            try:
                data["birth_date"], data["birth_precision"] = birth_from(
                    data["birth_day"], data["birth_month"], data["birth_year"], self.today
                )
            except ValidationError as error:
                self.add_error("birth_year", error)
        return data

    @staticmethod
    def birth_parts() -> Fieldset:
        """Return the three parts of the birth date under one heading."""
        parts = Div(*BIRTH, css_class="form-triple")
        return Fieldset(_("Date of birth, as far as it is known"), parts, css_class="form-group")

    def facts(self) -> MigrantFacts:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return MigrantFacts(
            language=data["language"],
            sex=data["sex"],
            birth_date=data["birth_date"],
            birth_precision=data["birth_precision"],
            citizenship=data["citizenship"],
            other_languages=tuple(data["other_languages"]),
            reads=data["reads"],
            expected_departure_on=data.get("expected_departure_on"),
        )


class MigrantForm(MigrantFields):
    """Correct a file; the version tells whether somebody else was faster.

    `has_stay`: the member writes about the stay too (class 4); a supervisor corrects class 1 only.
    """

    why = radio_field(ChangeReason.choices, label=_("Why is it changed?"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_stay: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_stay:
            del self.fields["expected_departure_on"]
        pair = ("citizenship", "expected_departure_on") if has_stay else ("citizenship",)
        self.helper.layout = Layout(
            self.birth_parts(),
            row("sex"),
            Div(*pair, css_class="form-pair"),
            "language",
            Field("other_languages", wrapper_class="choice-columns"),
            row("reads", two=True),
            cards("why", wide="two"),
            "version",
        )


class NameForm(PlainForm):
    """Another name of a person, in one spelling."""

    full = name_field(label=_("Name"), help_text=_("As it is written or said. One word is enough."))
    kind = radio_field(NameKind.choices, label=_("Where this name comes from"))
    language = forms.ChoiceField(
        label=_("Language of the spelling"),
        choices=[("", _("Not known")), *Language.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("full", cards("kind", wide="two"), "language")


class ContactForm(PlainForm):
    """A phone of a person."""

    phone = PhoneField(label=_("Phone number"))
    is_shared = forms.BooleanField(
        label=_("Others use this phone too"),
        required=False,
        help_text=_("Then nothing about health is ever said or written to it."),
    )
    may_message = messages_field()


class MessagesForm(PlainForm):
    """What the person said about messages on a number."""

    may_message = forms.TypedChoiceField(
        choices=(("yes", ""), ("no", "")), coerce=lambda word: word == "yes"
    )
