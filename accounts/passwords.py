"""Which passwords are refused: breached ones, guessed ones, and those made of one's own words.

No rules of composition, no expiry (NIST SP 800-63B, OWASP ASVS 5.0 6.2): length and lists.
"""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import breached, guesses
from accounts.models import Membership, User

log = logging.getLogger(__name__)
TOO_KNOWN = _("Others know this password: it stands on a list of guesses. Please take another one.")
OWN_WORD = _(
    "Your name, your e-mail, your organisation and the name of this site are the first things that"
    " somebody would try. Please take other words."
)


class NotBreachedValidator:
    """Refuses what stands in the list of breached passwords, or is tried first without one."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that others know."""
        del user
        if guesses.is_guessed(password) or _is_breached(password):
            raise ValidationError(TOO_KNOWN, code="password_breached")

    def get_help_text(self) -> str:
        """Return what to do."""
        return gettext("Take a short sentence that only you would say.")


class NotOneselfValidator:
    """Refuses what contains the member's own name, address or organisation."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password with one's own words in it."""
        if guesses.words_in(password, _words_of(user)):
            raise ValidationError(OWN_WORD, code="password_own_word")

    def get_help_text(self) -> str:
        """Return what to do."""
        return gettext("Leave out your name, your e-mail and your organisation.")


def _words_of(user: Any) -> list[str]:
    if not isinstance(user, User):
        return list(guesses.PRODUCT)
    return guesses.own_words(
        email=user.email, name=user.name, organisations=_organisations_of(user)
    )


def _organisations_of(user: User) -> list[str]:
    languages = [code for code, _own_name in settings.LANGUAGES]
    return [
        name
        for membership in Membership.objects.current_of(user.pk)
        if membership.organisation
        for language in languages
        if (name := getattr(membership.organisation, f"name_{language}", None))
    ]


def _is_breached(password: str) -> bool:
    if not settings.BREACHED_PASSWORDS_FILE:
        return False
    try:
        return breached.is_listed(password, Path(settings.BREACHED_PASSWORDS_FILE))
    except OSError as error:
        # Whoever changes a password today is better off with the short list than with none.
        log.warning("BREACHED_PASSWORDS_FILE cannot be read: %s", type(error).__name__)
        return False
