"""Forms that move a case, give it to somebody, or record a ground in law."""

import uuid
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.choices import CaseKind, LegalBasisKind
from cases.forms.fields import cards, radio_field, submission_field, text_field
from cases.states import ClosingReason


class MoveForm(PlainForm):
    """Pause or reopen a case: why."""

    reason = text_field(rows=3, label=_("Why?"))


class CloseForm(MoveForm):
    """Close a case: why, in a word and in a sentence."""

    closing_reason = radio_field(ClosingReason.choices, label=_("How did the case end?"))

    field_order = ("closing_reason", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("closing_reason", wide="two"), "reason")


class ChangeCaseForm(PlainForm):
    """Correct what a case is about; the version tells whether somebody else was faster."""

    kind = radio_field(CaseKind.choices, label=_("What is it about?"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("kind", wide="two"), "version")


class AssignForm(PlainForm):
    """Which caseworker takes the case."""

    caseworker = forms.TypedChoiceField(
        label=_("Caseworker"),
        coerce=uuid.UUID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )

    def __init__(self, *args: Any, team: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caseworker"].choices = [(str(one), name) for one, name in team]  # type: ignore[attr-defined]
        self.helper.layout = Layout(cards("caseworker"))


class BasisForm(PlainForm):
    """A ground in law other than consent, and its reason."""

    kind = radio_field(LegalBasisKind.choices, label=_("Ground in law"))
    reason = text_field(rows=3, label=_("Why consent cannot be asked for"))
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(cards("kind"), "reason", "submission")
