"""Fields that several forms of this room share."""

import datetime
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from audit.keys import new_key
from cases.choices import BirthPrecision
from cases.phones import clean_phone

LONGEST_NAME = 200
LONGEST_TEXT = 5_000
EARLIEST_YEAR = 1900


def day_field(**kwargs: Any) -> forms.DateField:
    """Return a day with the browser's own picker; typed days work too."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        widget=widget,
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day like this: 31.12.2026."),
        },
        **kwargs,
    )


def text_field(rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write a few words.")},
        **kwargs,
    )


def number_field(low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    """Return a small number typed on a phone's number pad."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = _("Write a number from %(low)d to %(high)d.") % {"low": low, "high": high}
    messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(
        min_value=low,
        max_value=high,
        required=False,
        widget=widget,
        error_messages=messages,
        **kwargs,
    )


def select_field(choices: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> forms.ChoiceField:
    """Return a list that begins with nothing chosen: a guess nobody made must not be stored."""
    return forms.ChoiceField(
        choices=[("", _("Choose…")), *choices],
        error_messages={"required": _("Choose one from the list.")},
        **kwargs,
    )


def radio_field(choices: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> forms.ChoiceField:
    """Return a choice of which all answers are seen at once."""
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
        **kwargs,
    )


def cards(name: str, *, wide: str = "") -> Field:
    """Return a choice drawn as cards to press anywhere; `wide="two"` in two columns."""
    return Field(name, wrapper_class=f"choice-cards{f' choice-cards-{wide}' if wide else ''}")


def row(name: str, *, two: bool = False) -> Field:
    """Return short answers side by side: three in a row, or two."""
    return Field(name, wrapper_class="choice-row choice-row-two" if two else "choice-row")


class DatedForm(PlainForm):
    """A form that needs to know which day it is."""

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)


def submission_field() -> forms.UUIDField:
    """Return the form's own key, by which sending it twice does it once."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=new_key)


def messages_field() -> forms.BooleanField:
    """Return the tick beside a phone number: the person agreed to messages on it."""
    return forms.BooleanField(
        label=_("We may send short reminders to this number"),
        required=False,
        help_text=_("They name a day and an hour, never an illness or a place."),
    )


class PhoneField(forms.CharField):
    """A phone number of the four countries, kept in international form."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
        wrong = {"required": _("Write the number.")}
        super().__init__(widget=widget, max_length=40, error_messages=wrong, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the international form, or say what to do."""
        typed: str = super().clean(value)
        if not typed:
            return ""
        phone = clean_phone(typed)
        if phone is None:
            raise ValidationError(
                _("This does not look like a phone number. Write it with its code, like +996…")
            )
        return phone


def birth_from(
    day: int | None, month: int | None, year: int | None, today: datetime.date
) -> tuple[datetime.date | None, str]:
    """Return the birth date and its precision from the parts that are known.

    Raises ValidationError for a day that does not exist or lies ahead, and for gaps (a day
    without its month says nothing).
    """
    if year is None:
        if day or month:
            raise ValidationError(_("Write the year of birth too, or leave all three empty."))
        return None, BirthPrecision.UNKNOWN
    if day and not month:
        raise ValidationError(_("Write the month too, or leave the day empty."))
    try:
        birth = datetime.date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValidationError(_("There is no such day. Please check the date of birth.")) from error
    if birth > today:
        raise ValidationError(_("This day of birth has not come yet. Please check it."))
    precision = BirthPrecision.YEAR if not month else BirthPrecision.MONTH
    return birth, BirthPrecision.DAY if day else precision
