"""The e-mails about one's own login: which, with what words, and how they leave.

They name no organisation, no work and nobody but the reader's own account. A letter that cannot
leave stops nobody: what it tells of has happened, and the reader sees it on the page.
"""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# What happened to a login, by the name django-allauth has for it.
HAPPENED: dict[str, str | Promise] = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was changed by a link sent to this address."),
    "totp_activated": _("An authenticator app was added to your login."),
    "totp_deactivated": _("The authenticator app was removed from your login."),
    "webauthn_added": _("A passkey was added to your login."),
    "webauthn_removed": _("A passkey was removed from your login."),
    "recovery_codes_generated": _(
        "New recovery codes were made for your login. The old ones no longer work."
    ),
    "second_factor_reset": _(
        "The system administrator removed the second step of your login. At your next login you"
        " set it up anew."
    ),
}


def tell(email: str, event: str, *, language: str) -> bool:
    """Tell an owner what happened to their login; False where the letter could not leave."""
    with translation.override(language):
        lines = [
            str(HAPPENED[event]),
            gettext(
                "If that was not you, tell your administrator at once and change your password."
            ),
        ]
        return send(email, gettext("Your login"), lines)


def send_reset_link(email: str, link: str, *, language: str) -> bool:
    """Send the link to a new password; whoever has it may set one, so nothing else holds it."""
    with translation.override(language):
        lines = [
            gettext("Somebody, we hope you, asked for a new password. Open this address:"),
            link,
            gettext("It works once, for one hour. If it was not you, do nothing: nothing changes."),
        ]
        return send(email, gettext("A new password"), lines)


def say_there_is_no_account(email: str) -> bool:
    """Tell whoever asked that this address has no login here: only its owner reads that."""
    lines = [
        gettext("Somebody, we hope you, asked for a new password, but this address has no login."),
        gettext(
            "Perhaps you use another address, or your organisation's administrator has to invite"
            " you. If it was not you, do nothing."
        ),
    ]
    return send(email, gettext("A new password"), lines)


def send(email: str, subject: str, paragraphs: list[str]) -> bool:
    """Send one letter in plain text; False where it could not leave."""
    letter = EmailMessage(subject, "\n\n".join(paragraphs) + "\n", to=[email])
    try:
        return letter.send() == 1
    except (SMTPException, OSError) as error:
        # Neither the address nor the text: a log is no place for them.
        log.warning("A letter about a login could not be sent: %s", type(error).__name__)
        return False
