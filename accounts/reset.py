"""Asking for a new password: one letter, whether the address has a login here or not.

So neither the page nor the time it takes tells the two apart; only the mailbox's owner learns it.
"""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from accounts import letters


def send_letter(form: "AskedForm", request: HttpRequest, **kwargs: Any) -> str:
    """Send the link, or the letter that says there is no login, and return the address."""
    if form.users:
        return str(ResetPasswordForm.save(form, request, **kwargs))
    letters.say_there_is_no_account(form.cleaned_data["email"])
    return str(form.cleaned_data["email"])


class AskedForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Where the letter goes."""

    # How django-allauth calls it; nothing is stored.
    save = send_letter
