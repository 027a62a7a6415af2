"""The question "is it still you?" inside another page: by password, code or passkey."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as PasskeyForm
from allauth.mfa.webauthn.internal.auth import begin_authentication, get_credentials
from django.forms import Form
from django.http import HttpRequest

# What the question's own fields begin with, so that they are told from what was typed.
PREFIX = "prove"


@dataclass(frozen=True)
class Question:
    """What is asked: a password or a code, and a passkey where the member has one."""

    request: HttpRequest
    form: Form
    passkey: Form | None = None

    def is_answered(self) -> bool:
        """Say whether the answer is right, and remember when it was given."""
        for form in (self.form, self.passkey):
            if form is not None and form.is_bound and form.is_valid():
                _remember(self.request, form)
                return True
        return False

    @cached_property
    def passkey_options(self) -> dict[str, Any] | None:
        """A new challenge for the passkey; the one before is thrown away, so only to be shown."""
        options: dict[str, Any] = begin_authentication(self.request.user)
        return options if self.passkey else None


def question(request: HttpRequest, *, by_second_factor: bool) -> Question:
    """Return the question for this member, bound to their answer where one was sent."""
    if not by_second_factor:
        return Question(request, _form(request, PasswordForm, "password"))
    has_passkey = bool(get_credentials(request.user))
    passkey = _form(request, PasskeyForm, "credential") if has_passkey else None
    return Question(request, _form(request, CodeForm, "code"), passkey)


def _form(request: HttpRequest, kind: Callable[..., Form], field: str) -> Form:
    sent = request.POST if request.POST.get(f"{PREFIX}-{field}") else None
    return kind(user=request.user, data=sent, prefix=PREFIX)


def _remember(request: HttpRequest, form: Any) -> None:
    if isinstance(form, PasswordForm):
        reauthenticate_by_password(request)
    else:
        form.save()
