"""The e-mail with an invitation's link. It goes after the commit, and may fail without loss."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import RoleChoice

log = logging.getLogger(__name__)


def mail_link(*, email: str, language: str, organisation: str, role: str, link: str) -> None:
    """Send the link once the row it belongs to is stored; whoever invites can hand it over too."""
    with translation.override(language):
        subject = _("You are invited to Migrant Health")
        told = {"organisation": organisation, "role": RoleChoice(role).label, "link": link}
        text = _(
            "%(organisation)s invites you to work with Migrant Health. Your role: %(role)s.\n\n"
            "Open this link, write your name and choose a password that only you know:\n"
            "%(link)s\n\n"
            "If you have an account here already, sign in first and then open the link.\n"
            "The link works once and for seven days. If you do not know why you got this letter, "
            "do nothing."
        )
        letter = text % told
    transaction.on_commit(lambda: _send(subject, letter, email))


def mail_joined(*, email: str, language: str, organisation: str) -> None:
    """Tell the address that an account was made for it, should somebody else have used the link.

    It goes where the other letter would: who signs up waits as long, account or none.
    """
    with translation.override(language):
        subject = _("Your account at Migrant Health")
        letter = _(
            "There is an account for this address now; you work for %(organisation)s.\n\n"
            "If it was not you who made it, tell your organisation's administrator at once."
        ) % {"organisation": organisation}
    transaction.on_commit(lambda: _send(subject, letter, email))


def _send(subject: str, text: str, email: str) -> None:
    try:
        send_mail(subject, text, None, [email])
    except (SMTPException, OSError) as error:
        # Neither the address nor the link: only that the letter did not go.
        log.warning("an invitation was not sent by e-mail: %s", type(error).__name__)
