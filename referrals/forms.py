"""Is the input well-formed? The forms of both sides."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases.documents import DocumentRow
from cases.forms.consent import SHARED
from cases.forms.fields import (
    DatedForm,
    cards,
    day_field,
    row,
    select_field,
    submission_field,
    text_field,
)
from referrals.actions.answer import AnswerTerms
from referrals.actions.send import ReferralTerms
from referrals.choices import DeclineReason, Outcome, Priority, Reason
from referrals.models import Service

# Appointments further away than this are slips of the finger.
MOST_DAYS_AHEAD = 365


def by_organisation(services: Iterable[Service]) -> list[tuple[str, Any]]:
    """Return services as choices under the names of those who offer them."""
    offered: dict[str, list[tuple[str, str]]] = {}
    for service in services:
        offered.setdefault(service.organisation.name, []).append((str(service.pk), service.name))
    return [("", _("Choose…")), *offered.items()]


def in_a_line(document: DocumentRow) -> str:
    """Return a document as a choice says it."""
    day = date_format(localtime(document.added_at), "SHORT_DATE_FORMAT")
    return f"{document.kind}, {day} ({document.form})"


class ReferralForm(PlainForm):
    """A referral for care, as the sender writes it."""

    service: "forms.ModelChoiceField[Service]" = forms.ModelChoiceField(
        label=_("Where to"),
        queryset=Service.objects.none(),
        error_messages={"required": _("Choose where you refer the person.")},
    )
    reason = select_field(Reason.choices, label=_("What for"))
    priority = forms.ChoiceField(
        label=_("How soon"),
        choices=Priority.choices,
        widget=forms.RadioSelect,
        initial=Priority.ROUTINE,
    )
    asked = text_field(
        rows=4,
        label=_("What you ask, and what they must know"),
        help_text=_("They read this before they accept. Write only what they need to decide."),
    )
    shared = forms.MultipleChoiceField(
        label=_("What they may read after they accept"),
        help_text=_("Only what the person agreed to. When the referral ends, they lose it."),
        choices=[one for one in SHARED if one[0] != DataClass.DOCUMENTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    documents = forms.MultipleChoiceField(
        label=_("Documents that go along"),
        help_text=_("They open them after they accept, as long as the referral lasts."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    submission = submission_field()

    def __init__(
        self, *args: Any, services: Any, documents: Iterable[DocumentRow] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), in_a_line(one)) for one in documents]
        self.fields["documents"].choices = offered  # type: ignore[attr-defined]
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["service"].choices = by_organisation(services)  # type: ignore[attr-defined]
        section = "form-section"
        self.helper.layout = Layout(
            Fieldset(
                _("Where to, and why"), "service", "reason", row("priority"), css_class=section
            ),
            Fieldset(_("Your question"), "asked", "needs_interpreter", css_class=section),
            Fieldset(
                _("The file"),
                cards("shared"),
                *([cards("documents")] if offered else []),
                css_class=section,
            ),
            "submission",
        )

    def terms(self) -> ReferralTerms:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return ReferralTerms(
            recipient=data["service"].organisation,
            service=data["service"],
            reason=data["reason"],
            priority=data["priority"],
            asked=data["asked"],
            data_classes=tuple(data["shared"]),
            needs_interpreter=data["needs_interpreter"],
            document_ids=tuple(uuid.UUID(key) for key in data["documents"]),
        )


class ReasonForm(PlainForm):
    """A move that must be explained."""

    note = text_field(rows=3, label=_("Why?"))


class LeftEarlyForm(PlainForm):
    """How the person left."""

    note = text_field(rows=4, label=_("What happened, and what should be done now?"))


class DeclineForm(PlainForm):
    """No, and why."""

    because = forms.ChoiceField(
        label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    note = text_field(rows=3, label=_("What should the sender know or do instead?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("because"), "note")


class RedirectForm(PlainForm):
    """Not us, but them."""

    to: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Which organisation can help?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose…"),
    )
    note = text_field(rows=3, label=_("Why there?"))

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = organisations  # type: ignore[attr-defined]


class ScheduleForm(PlainForm):
    """When and where the person is expected."""

    on = day_field(label=_("Day"))
    at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Choose the time."),
            "invalid": _("Write the time like this: 14:30."),
        },
    )
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=300,
        required=False,
        help_text=_("Building, floor, door: as you would tell a stranger."),
    )

    def __init__(self, *args: Any, now: datetime.datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Div("on", "at", css_class="form-pair"), "place")

    def clean(self) -> dict[str, Any]:
        """Put day and time together; a moment that has passed or is years away is a slip."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("on") or not data.get("at"):
            return data
        moment = timezone.make_aware(datetime.datetime.combine(data["on"], data["at"]))
        if moment <= self.now:
            self.add_error("on", _("This moment has passed. Choose a later one."))
        elif moment > self.now + datetime.timedelta(days=MOST_DAYS_AHEAD):
            self.add_error("on", _("This is more than a year away. Please check the day."))
        data["moment"] = moment
        return data


class AnswerForm(DatedForm):
    """What came of it: the answer that the sender has been waiting for."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    findings = text_field(rows=4, label=_("What was found and done"))
    concerns_tb = forms.BooleanField(
        label=_("This is about tuberculosis, HIV or the like"),
        required=False,
        help_text=_("Then only colleagues who may see such things read it."),
    )
    advice = text_field(rows=3, label=_("What the caseworker should do next"), required=False)
    next_visit_on = day_field(label=_("Next visit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = ("findings", "concerns_tb", "advice", "next_visit_on")
        self.helper.layout = Layout(cards("outcome"), *parts)

    def clean_next_visit_on(self) -> datetime.date | None:
        """Refuse a next visit in the past."""
        day: datetime.date | None = self.cleaned_data["next_visit_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return day

    def terms(self) -> AnswerTerms:
        """Return the answer, for the actions."""
        return AnswerTerms(**self.cleaned_data)
