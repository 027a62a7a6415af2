"""Consent of the young: who agrees for them, or why they decide alone."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.consent import ByAge
from cases.choices import AgeGroup, GuardianRelation, WithoutGuardian
from cases.consent_rules import GROUPS
from cases.forms.fields import LONGEST_NAME, DatedForm, radio_field, row, select_field

# Closed for most people: a birth date in the file answers it.
OPENING = HTML("{% include 'cases/minors_opening.html' %}")
CLOSING = HTML("</details>")
MINOR_FIELDS = ("age_group", "guardian", "guardian_relation", "without_guardian_reason")


class MinorFields(DatedForm):
    """How old the person is, as far as consent depends on it, and who speaks for them.

    `possible` are the age groups that the birth date in the file leaves open.
    """

    age_group = radio_field(AgeGroup.choices, label=_("How old is the person?"), required=False)
    guardian = forms.CharField(
        label=_("Parent or guardian"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Who agrees for the person, or together with them."),
    )
    guardian_relation = select_field(
        GuardianRelation.choices, label=_("Who is this to the person?"), required=False
    )
    without_guardian_reason = select_field(
        WithoutGuardian.choices,
        label=_("At 16 or 17 alone: why without a parent or guardian?"),
        required=False,
    )

    def __init__(self, *args: Any, possible: Sequence[str] = GROUPS, **kwargs: Any) -> None:
        self.possible = tuple(possible)
        super().__init__(*args, **kwargs)
        named = dict(AgeGroup.choices)
        choices = [(one, named[one]) for one in reversed(self.possible)]
        self.fields["age_group"].choices = choices  # type: ignore[attr-defined]
        if len(self.possible) == 1:
            del self.fields["age_group"]

    @property
    def opens_minor_part(self) -> bool:
        """Say whether the part on minors has to be seen: it is theirs, or something is wrong."""
        has_errors = self.is_bound and any(name in self.errors for name in MINOR_FIELDS)
        return has_errors or (AgeGroup.ADULT not in self.possible)

    def minor_parts(self) -> list[Any]:
        """Return the questions on minors, none for who is an adult by the file."""
        if self.possible == (AgeGroup.ADULT,):
            return []
        asked = [row("age_group")] if "age_group" in self.fields else []
        who = Div("guardian", "guardian_relation", css_class="form-pair")
        return [OPENING, *asked, who, "without_guardian_reason", CLOSING]

    def groups(self, _data: dict[str, Any]) -> Sequence[str]:
        """Return the age groups that what is known leaves open."""
        return self.possible

    def check_minor(self, data: dict[str, Any]) -> None:
        """Say what is missing for a minor's consent; put the age group that holds into `data`."""
        groups = self.groups(data)
        group = groups[0] if len(groups) == 1 else data.get("age_group")
        data["age_group"] = group
        if group not in groups:
            self._say("age_group", _("Choose how old the person is."))
        elif group == AgeGroup.ADULT:
            self._check_adult(data)
        else:
            self._check_guardian(data, group)

    def _check_adult(self, data: dict[str, Any]) -> None:
        if data.get("guardian"):
            self._say("guardian", _("Whoever is 18 or older agrees alone. Leave this empty."))

    def _check_guardian(self, data: dict[str, Any], group: str | None) -> None:
        if data.get("guardian"):
            if not data.get("guardian_relation"):
                self._say("guardian_relation", _("Choose who this is to the person."))
        elif group == AgeGroup.CHILD:
            self._say("guardian", _("Under 16 a parent or guardian agrees. Write their name."))
        elif not data.get("without_guardian_reason"):
            words = _("Write the parent or guardian, or choose below why there is none.")
            self._say("guardian", words)

    def _say(self, name: str, words: Any) -> None:
        self.add_error(name if name in self.fields else None, words)

    def by_age(self) -> ByAge:
        """Return what was said of the person's age, for the actions."""
        data = self.cleaned_data
        guardian = data.get("guardian", "")
        alone = data["age_group"] == AgeGroup.TEEN and not guardian
        return ByAge(
            age_group=data["age_group"],
            guardian=guardian,
            guardian_relation=data.get("guardian_relation", "") if guardian else "",
            without_guardian_reason=data.get("without_guardian_reason", "") if alone else "",
        )
