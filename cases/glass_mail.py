"""Mail about files opened in an emergency: that it happened, never whose file or whose hand."""

import logging
import smtplib
import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Role

logger = logging.getLogger(__name__)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def tell_of_opening(organisation_id: uuid.UUID, breaker_id: uuid.UUID) -> None:
    """Tell whoever reviews in this organisation that somebody opened a file in an emergency."""
    for email, language in reviewers(organisation_id, breaker_id):
        with translation.override(language):
            _send(email, _("Somebody opened a file in an emergency"))


def tell_of_silence(organisation_id: uuid.UUID) -> None:
    """Tell whoever reviews that a review is missing for more than 72 hours."""
    logger.warning("a file opened in an emergency was not reviewed for 72 hours")
    for email, language in reviewers(organisation_id, None):
        with translation.override(language):
            _send(email, _("A review is missing for more than three days"))


def reviewers(organisation_id: uuid.UUID, but: uuid.UUID | None) -> list[tuple[str, str]]:
    """Return address and language of the supervisors; where there is no other, of the admins."""
    members = Membership.objects.filter(
        organisation_id=organisation_id, is_active=True, user__is_active=True
    ).exclude(user__in=[but] if but else [])
    for role in (Role.SUPERVISOR, Role.ORGANISATION_ADMIN):
        found = members.filter(role=role).order_by("id")
        if rows := list(found.values_list("user__email", "user__language")):
            return rows
    return []


def is_configured() -> bool:
    """Say whether a mail server was named; Django's own guess of one is none."""
    return settings.EMAIL_BACKEND != SMTP or settings.EMAIL_HOST != "localhost"


def _send(email: str, subject: str) -> None:
    """Send one mail; what was done stands, whether or not a mail server answers."""
    if not is_configured():
        return
    text = _("Log in to see it. This message says nothing about any person.")
    try:
        send_mail(subject, text, None, [email])
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("a mail about an emergency was not sent: %s", type(error).__name__)
