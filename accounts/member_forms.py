"""Forms about the people who work in an organisation, and about organisations."""

import re
from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.actions.invitation import InvitationTerms, NewAccount
from accounts.choices import ChangeReason
from accounts.forms import PlainForm
from accounts.models import OrganisationKind, RoleChoice, User
from accounts.permissions import Role
from audit.keys import new_key

LONGEST_NAME = 200
COUNTRY = re.compile("[A-Z]{2}")
CHOOSE = {"required": _("Choose an answer.")}
SEES_TB = _("May see tuberculosis, HIV and the like")


def language_field(label: Any) -> forms.ChoiceField:
    """Return a choice of the languages of the site, each called as its speakers call it."""
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES, initial="ru")


def email_field() -> forms.EmailField:
    """Return the address of somebody who is invited."""
    return forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("This does not look like an e-mail address."),
        },
    )


def trust_field() -> forms.BooleanField:
    """Return the tick that opens TB, HIV and the like to a member."""
    return forms.BooleanField(
        label=SEES_TB,
        required=False,
        help_text=_("Only for caseworkers and clinic staff whose work needs it."),
    )


def submission_field() -> forms.UUIDField:
    """Return the form's own key, by which sending it twice does it once."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=new_key)


class RoleForm(PlainForm):
    """A role of a kind of organisation, and whether it is trusted with TB."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages=CHOOSE)
    may_see_tb = trust_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = roles.roles_of(kind)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, RoleChoice(role).label) for role in offered
        ]
        if not any(roles.may_see_tb(role) for role in offered):
            del self.fields["may_see_tb"]

    def clean(self) -> dict[str, Any]:
        """Refuse the trust where the role never needs it."""
        data = dict(super().clean() or {})
        data.setdefault("may_see_tb", False)
        role = data.get("role")
        if role and data["may_see_tb"] and not roles.may_see_tb(Role(role)):
            self.add_error("may_see_tb", _("This role does not work with tuberculosis."))
        return data

    def trust(self) -> list[str]:
        """Return the field of the trust where the form has it."""
        return ["may_see_tb"] if "may_see_tb" in self.fields else []


class InviteForm(RoleForm):
    """Whom to invite to one's own organisation."""

    email = email_field()
    invitation_language = language_field(_("Language of the e-mail"))
    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = Fieldset(_("Who"), "email", "invitation_language", css_class="form-section")
        cards = Field("role", wrapper_class="choice-cards")
        what = Fieldset(_("To do what"), cards, *self.trust(), css_class="form-section")
        self.helper.layout = Layout(who, what, "submission")

    def terms(self) -> InvitationTerms:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return InvitationTerms(
            email=data["email"],
            role=Role(data["role"]),
            may_see_tb=data["may_see_tb"],
            language=data["invitation_language"],
        )


class InviteAdminForm(PlainForm):
    """Who is to administer an organisation that has nobody yet."""

    email = email_field()
    invitation_language = language_field(_("Language of the e-mail"))
    submission = submission_field()

    def terms(self) -> InvitationTerms:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return InvitationTerms(
            data["email"], Role.ORGANISATION_ADMIN, language=data["invitation_language"]
        )


class ChangeMemberForm(RoleForm):
    """Another role or another trust, and why."""

    because = forms.ChoiceField(
        label=_("Why?"),
        choices=ChangeReason.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=_("The reason is kept with the change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = Field("role", wrapper_class="choice-cards")
        why = Field("because", wrapper_class="choice-cards")
        self.helper.layout = Layout(
            Fieldset(_("To do what"), cards, *self.trust(), css_class="form-section"),
            Fieldset(_("The reason"), why, css_class="form-section"),
        )


class OrganisationForm(PlainForm):
    """A new organisation."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write the name.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    country = forms.CharField(
        label=_("Country of the consulate"),
        required=False,
        max_length=2,
        help_text=_("Two letters: KG, TJ, UZ. Only for a consulate."),
    )
    is_protected = forms.BooleanField(
        label=_("It is a crisis centre or another protected place"), required=False
    )
    submission = submission_field()
    sometimes_required = frozenset({"country"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = Field("kind", wrapper_class="choice-cards")
        self.helper.layout = Layout("name", kind, "country", "is_protected", "submission")

    def clean(self) -> dict[str, Any]:
        """Ask for the country of a consulate, and of no other."""
        data = dict(super().clean() or {})
        country = data["country"] = data.get("country", "").strip().upper()
        is_consulate = data.get("kind") == OrganisationKind.CONSULATE
        is_code = COUNTRY.fullmatch(country) is not None
        if is_consulate and not is_code:
            self.add_error("country", _("Write whose consulate it is, in two letters."))
        elif country and not is_consulate:
            self.add_error("country", _("Only a consulate has a country here."))
        return data

    def chosen_kind(self) -> OrganisationKind:
        """Return the kind that was chosen."""
        return OrganisationKind(self.cleaned_data["kind"])


class JoinForm(PlainForm):
    """What an invited person writes of themselves; nobody else ever sees the password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("As your colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    own_language = language_field(_("Your language"))
    password = forms.CharField(
        label=_("A password that only you know"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("A sentence of a few words is easy to remember and hard to guess."),
        error_messages={"required": _("Write a password.")},
    )
    again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the password once more.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords and ask the rules of the site about them."""
        data = dict(super().clean() or {})
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def account(self) -> NewAccount:
        """Return what was typed, for the actions."""
        data = self.cleaned_data
        return NewAccount(data["name"], data["own_language"], data["password"])
