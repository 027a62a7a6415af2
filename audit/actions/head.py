"""Tell the newest head to the world outside: only so is a cut tail noticed."""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from audit.queries import newest_head

logger = logging.getLogger(__name__)


def write_head(*, by: str) -> bool:
    """Append the newest head to the file named in the settings; say whether it stands there.

    A failure is logged and no more: the next head covers everything that this one would have.
    """
    line, place = newest_head(), settings.AUDIT_HEADS_PATH
    if not (line and place):
        return False
    try:
        _append(Path(place), line)
    except OSError:
        logger.exception("%s: the head of the audit was not written to its file", by)
        return False
    return True


def mail_head(*, by: str) -> bool:
    """Mail the newest head to the addresses in the settings; say whether it was handed over.

    A failure is logged and no more: the next head covers everything that this one would have.
    """
    line, receivers = newest_head(), list(settings.AUDIT_HEADS_MAIL)
    if not (line and receivers):
        return False
    try:
        send_mail("Audit seal", f"{line}\n", None, receivers)
    except OSError:  # what smtplib and the network raise
        logger.exception("%s: the head of the audit was not mailed", by)
        return False
    return True


def _append(place: Path, line: str) -> None:
    """Write the line through to the disk, unless it is the last one there already."""
    if place.exists() and place.read_text(encoding="ascii").splitlines()[-1:] == [line]:
        return
    with place.open("a", encoding="ascii") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
