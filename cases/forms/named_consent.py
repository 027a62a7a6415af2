"""A consent that names one organisation, where a kind of them does not suffice."""

from typing import Any

from accounts.models import Organisation
from cases.actions import consent as actions
from cases.forms.consent import ConsentForm


class NamedConsentForm(ConsentForm):
    """Consent for one organisation by its name; no agreement with it is needed."""

    # Django's way of leaving out what the other form asks.
    recipients = None  # type: ignore[assignment]

    def __init__(self, *args: Any, named: Organisation, **kwargs: Any) -> None:
        self.named = named
        super().__init__(*args, **kwargs)

    def terms_parts(self) -> list[Any]:
        """Return the terms without the kinds of organisations."""
        _pair, *others = super().terms_parts()
        return ["shared", *others]

    def check_consent(self, data: dict[str, Any]) -> None:
        """Say what is missing; with whom is fixed."""
        # Into the data themselves: what is checked of the age is written there.
        data["recipients"] = [str(self.named.pk)]
        super().check_consent(data)

    def terms(self) -> actions.ConsentTerms:
        """Return what was agreed, for the actions."""
        self.cleaned_data["recipients"] = ()
        terms = super().terms()
        return actions.ConsentTerms(**vars(terms) | {"recipient_ids": (self.named.pk,)})
