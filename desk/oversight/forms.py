"""What to look for in the audit: days, a member, an act, a kind of thing; never a name."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import PlainForm
from audit.models import Verb
from cases.forms.fields import day_field
from desk.oversight.search import Asked
from desk.oversight.wording import KINDS

DAYS_BACK = 30
ALL = ("", pgettext_lazy("filter", "All"))


class AuditForm(PlainForm):
    """Filters in the address of the page; what is not understood is not filtered by."""

    since = day_field(label=_("From (day)"), required=False)
    until = day_field(label=_("Until (day)"), required=False)
    member = forms.TypedChoiceField(
        label=pgettext_lazy("filter", "Member"), required=False, coerce=uuid.UUID, empty_value=None
    )
    verb = forms.ChoiceField(
        label=pgettext_lazy("filter", "Act"), required=False, choices=[ALL, *Verb.choices]
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("filter", "About"), required=False, choices=[ALL, *KINDS.items()]
    )

    def __init__(
        self,
        asked: QueryDict,
        *,
        members: Sequence[tuple[uuid.UUID, str]],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        labels = {name: field.label for name, field in self.base_fields.items()}
        super().__init__(data=asked, **kwargs)
        for name, label in labels.items():
            # A filter is always optional: saying so five times helps nobody.
            self.fields[name].label = label
        self.today = today
        member = self.fields["member"]
        assert isinstance(member, forms.ChoiceField)
        member.choices = [ALL, *((str(key), name) for key, name in members)]
        if not members:
            del self.fields["member"]
        self.helper.layout = Layout(Div(*self.fields, css_class="filter-row"))

    def asked(self) -> Asked:
        """Return what is looked for; without days, the last thirty."""
        self.is_valid()
        given = self.cleaned_data
        until = given.get("until") or self.today
        return Asked(
            since=given.get("since") or until - datetime.timedelta(days=DAYS_BACK),
            until=until,
            member_id=given.get("member"),
            verb=given.get("verb", ""),
            kind=given.get("kind", ""),
        )

    def query(self) -> str:
        """Return the filters as a piece of an address, for the next page."""
        given = {name: self.data.get(name, "") for name in self.fields}
        found = urlencode({name: value for name, value in given.items() if value})
        return f"{found}&" if found else ""
