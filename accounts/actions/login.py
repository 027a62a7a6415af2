"""What changes about how somebody comes in."""

from django.db import transaction

from accounts import second_factor, sessions
from accounts.acting import Actor
from accounts.models import User
from audit import actions as audit
from audit.models import Verb


def note_login_change(*, by: Actor | None, user: User, event: str) -> None:
    """Write down what happened to a login: `event` is a code such as totp_activated."""
    audit.record(
        Verb.CHANGED, by=by, subject_type="login", subject_ids=[user.pk], detail={"what": event}
    )


def end_session(*, by: User, key: int) -> bool:
    """End one of one's own sessions; False where it is nobody's or somebody else's."""
    return sessions.end(by, key)


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User, reason: str) -> bool:
    """Remove every second factor of a user and end their sessions; False where there was none.

    For a lost telephone without recovery codes. At the next login they must set one up anew.
    `reason` is a code (lost_phone).
    """
    if not second_factor.remove_all(user.pk):
        return False
    sessions.end_all(user.pk)
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="login",
        subject_ids=[user.pk],
        detail={"what": "second_factor_reset", "reason": reason},
    )
    return True
