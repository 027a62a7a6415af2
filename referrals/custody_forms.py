"""Is the input well-formed? What a centre asks, what a clinic formally answers."""

import datetime
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.choices import Citizenship, Language, Sex
from cases.forms.fields import (
    EARLIEST_YEAR,
    DatedForm,
    cards,
    day_field,
    number_field,
    radio_field,
    row,
    select_field,
    submission_field,
    text_field,
)
from cases.forms.migrant import name_field
from referrals.actions.custody import ExaminationTerms, FormalTerms
from referrals.choices import Fitness, Priority, TakenBack
from referrals.forms import by_organisation
from referrals.models import Service
from referrals.models.examination import MOST_DAYS

# On the clinic's forms the sender is no colleague in care: what is said of the fields changes.
FOR_THE_CLINIC = {"note": _("For your own colleagues: what happened, what should be done now?")}
PLACE_HELP = _(
    "The centre reads this. Write the building, the floor, the door; no word that tells what is"
    " looked for."
)


class ExaminationForm(DatedForm):
    """A person who is held, as they and the officer tell it. Nothing is looked up."""

    full_name = name_field(
        label=_("Name, as the person says it"),
        required=False,
        help_text=_("Leave it empty where nobody knows it."),
    )
    birth_year = number_field(EARLIEST_YEAR, 2100, label=_("Year of birth, if only about"))
    sex = radio_field(Sex.choices, label=_("Sex"))
    citizenship = select_field(Citizenship.choices, label=_("Citizenship"))
    language = select_field(Language.choices, label=_("Language the person speaks"), required=False)
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    service: "forms.ModelChoiceField[Service]" = forms.ModelChoiceField(
        label=_("Which clinic"),
        queryset=Service.objects.none(),
        error_messages={"required": _("Choose the clinic.")},
    )
    priority = forms.ChoiceField(
        label=_("How soon"),
        choices=Priority.choices,
        widget=forms.RadioSelect,
        initial=Priority.ROUTINE,
        help_text=_("When a life is in danger, call an ambulance first."),
    )
    asked = text_field(
        rows=4,
        label=_("What the person complains of, in their own words"),
        help_text=_(
            "Write what they say and what you see. Whether it is so is for the doctor: please do"
            " not judge it here."
        ),
    )
    escort = text_field(
        rows=3,
        label=_("How the person can be brought"),
        help_text=_("How many officers, at which hours, and the phone of the duty desk."),
    )
    submission = submission_field()

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["service"].choices = by_organisation(services)  # type: ignore[attr-defined]
        section = "form-section"
        self.helper.layout = Layout(
            Fieldset(
                _("The person"),
                Div("full_name", "birth_year", css_class="form-pair"),
                row("sex"),
                Div("citizenship", "language", css_class="form-pair"),
                "needs_interpreter",
                css_class=section,
            ),
            Fieldset(_("The complaint"), "asked", row("priority"), css_class=section),
            Fieldset(_("The examination"), "service", "escort", css_class=section),
            "submission",
        )

    def clean_birth_year(self) -> int | None:
        """Refuse a year that has not come."""
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > self.today.year:
            raise forms.ValidationError(_("This year has not come yet. Please check it."))
        return year

    def terms(self) -> ExaminationTerms:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return ExaminationTerms(
            recipient=data["service"].organisation,
            service=data["service"],
            asked=data["asked"],
            escort=data["escort"],
            priority=data["priority"],
            shown_name=data["full_name"],
            shown_birth_year=data["birth_year"],
            shown_sex=data["sex"],
            shown_citizenship=data["citizenship"],
            shown_language=data["language"],
            needs_interpreter=data["needs_interpreter"],
        )


class TakeBackForm(PlainForm):
    """Why the examination is not needed, as a coded word."""

    because = radio_field(TakenBack.choices, label=_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("because"))


class FormalAnswerForm(DatedForm):
    """All that the centre may be told."""

    fitness = radio_field(Fitness.choices, label=_("Can the person be held, as to their health?"))
    look_again_on = day_field(
        label=_("Look at the person again on"),
        help_text=_("At most 14 days from today. Every answer names a day, whatever was found."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("fitness"), "look_again_on")

    def clean_look_again_on(self) -> datetime.date:
        """Keep the day within the fourteen."""
        day: datetime.date = self.cleaned_data["look_again_on"]
        if not self.today < day <= self.today + MOST_DAYS:
            raise forms.ValidationError(_("Choose a day after today, at most 14 days away."))
        return day

    def terms(self) -> FormalTerms:
        """Return the answer, for the actions."""
        return FormalTerms(**self.cleaned_data)


def for_the_clinic(form: forms.Form) -> None:
    """Say on a clinic's form which words the centre reads and which it never does."""
    # On what is drawn, not on the fields: judging a form has already copied their words.
    for name, label in FOR_THE_CLINIC.items():
        if name in form.fields:
            form[name].label = label
    if "place" in form.fields:
        form["place"].help_text = PLACE_HELP
