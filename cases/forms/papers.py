"""Consent to the help of one's consulate with papers: who one is, to that consulate, for a month."""

import datetime
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.permissions import DataClass
from cases.actions import consent as actions
from cases.choices import ConsentPurpose
from cases.forms.consent import READINGS, ConsentFields
from cases.forms.fields import radio_field, row, submission_field

PAPERS_DAYS = 30


class PapersConsentForm(ConsentFields):
    """Consent for one consulate; what is shared is fixed to who the person is."""

    # Django's way of leaving out what the other form asks.
    shared = None  # type: ignore[assignment]
    recipients = None  # type: ignore[assignment]
    consulate = radio_field((), label=_("With which consulate"))
    submission = submission_field()

    def __init__(self, *args: Any, consulates: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consulates = {str(one.pk): one.pk for one in consulates}
        choices = [(str(one.pk), one.name) for one in consulates]
        self.fields["consulate"].choices = choices  # type: ignore[attr-defined]
        self.fields["consulate"].help_text = _("It may learn name, age, sex and citizenship.")
        if len(choices) == 1:
            self.initial.setdefault("consulate", choices[0][0])
        self.helper.layout = Layout(READINGS, *self.terms_parts(), "submission")

    @staticmethod
    def usual(today: datetime.date) -> dict[str, Any]:
        """Return how long most such consents last: as long as a consulate reads a request."""
        return {"expires_on": today + datetime.timedelta(days=PAPERS_DAYS)}

    def terms_parts(self) -> list[Any]:
        """Return the terms in the order in which one speaks of them."""
        return [
            "consulate",
            row("given_how"),
            Div("witness", "interpreter", css_class="form-pair"),
            Div("consent_language", "expires_on", css_class="form-pair"),
            "was_read_back",
            *self.minor_parts(),
        ]

    def clean(self) -> dict[str, Any]:
        """Check that the consent is whole."""
        data: dict[str, Any] = super().clean() or {}
        data |= {"shared": [DataClass.IDENTITY], "recipients": ["consulate"]}
        self.check_consent(data)
        return data

    def terms(self) -> actions.ConsentTerms:
        """Return what was agreed, for the actions."""
        data = self.cleaned_data
        return actions.ConsentTerms(
            data_classes=(DataClass.IDENTITY,),
            recipient_ids=(self.consulates[data["consulate"]],),
            language=data["consent_language"],
            given_how=data["given_how"],
            given_on=self.today,
            expires_on=data["expires_on"],
            interpreter=data["interpreter"],
            witness=data["witness"],
            was_read_back=data["was_read_back"],
            purpose=ConsentPurpose.PAPERS,
            age=self.by_age(),
        )
