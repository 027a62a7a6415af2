"""Forms for what is written down on a case."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.actions.record import Symptoms
from cases.choices import Answer, TaskKind
from cases.forms.fields import (
    DatedForm,
    cards,
    day_field,
    radio_field,
    row,
    submission_field,
    text_field,
)

QUESTIONS = {
    "cough": _("Does the person cough?"),
    "fever": _("Fever?"),
    "night_sweats": _("Sweating at night?"),
    "weight_loss": _("Losing weight?"),
    "tb_contact": _("Has the person lived or worked with somebody who had tuberculosis?"),
}


def question_field(name: str) -> forms.ChoiceField:
    """Return one question on symptoms."""
    return forms.ChoiceField(
        label=QUESTIONS[name],
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer. “Not known” is one.")},
    )


class ScreenFields(PlainForm):
    """The questions on TB symptoms."""

    cough = question_field("cough")
    fever = question_field("fever")
    night_sweats = question_field("night_sweats")
    weight_loss = question_field("weight_loss")
    tb_contact = question_field("tb_contact")

    def symptoms(self) -> Symptoms:
        """Return the answers, for the actions."""
        return Symptoms(**{name: self.cleaned_data[name] for name in QUESTIONS})


class ScreenForm(ScreenFields):
    """The questions asked once more."""

    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*map(row, QUESTIONS), "submission")


class NoteForm(PlainForm):
    """A note on a case."""

    text = text_field(rows=3, label=_("Note"))
    submission = submission_field()


class TaskForm(DatedForm):
    """Something to do for a case."""

    kind = radio_field(TaskKind.choices, label=_("What is to be done"))
    text = forms.CharField(label=_("More about it"), max_length=300, required=False)
    due_on = day_field(label=_("By when"))
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cards("kind", wide="two")
        self.helper.layout = Layout(kind, "text", "due_on", "submission")

    def clean(self) -> dict[str, Any]:
        """Ask what an other task is, and for a day that has not passed."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == TaskKind.OTHER and not data.get("text"):
            self.add_error("text", _("Write what is to be done."))
        if (due_on := data.get("due_on")) and due_on < self.today:
            self.add_error("due_on", _("This day is over. Choose today or a later day."))
        return data
