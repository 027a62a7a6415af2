"""One's own sessions: how long they last, and what is remembered of them.

What is remembered is when it began, when it was last used and a short name of the browser. The
address (IP) that django-allauth writes down is blotted out at once: nobody needs it to recognise
their own telephone, and it would say where somebody was.
"""

import datetime
import uuid

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from accounts.browser_names import short_name
from accounts.models import User
from accounts.session_limits import is_over, strictest_of

BEGAN, SEEN = "began_at", "seen_at"
# Seconds: more often, nothing is written down.
NOTED_EVERY = 60
NO_ADDRESS = "0.0.0.0"  # noqa: S104  # an address of nobody, not one to listen on


def has_ended(request: HttpRequest, *, now: datetime.datetime) -> bool:
    """Say whether the session of a member has rested or lasted too long."""
    session = request.session
    kinds = (
        one.organisation.kind if one.organisation else ""
        for one in getattr(request, "acting_choices", ())
    )
    return is_over(
        strictest_of(kinds),
        began_at=_moment(session, BEGAN, now),
        seen_at=_moment(session, SEEN, now),
        now=now,
    )


def note(request: HttpRequest, *, now: datetime.datetime, is_new: bool) -> None:
    """Remember that the session was used: at once where it is new, else once a minute."""
    session, moment = request.session, int(now.timestamp())
    if not is_new and moment - int(session.get(SEEN, 0)) < NOTED_EVERY:
        return
    session.setdefault(BEGAN, moment)
    session[SEEN] = moment
    if session.session_key:
        known = short_name(request.headers.get("User-Agent", ""))
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=now, ip=NO_ADDRESS, user_agent=known
        )


def end(user: User, key: int) -> bool:
    """End one of a user's sessions; False where there is none of theirs by that key."""
    found = UserSession.objects.filter(user=user, pk=key).first()
    if found is None:
        return False
    found.end()
    return True


def end_all(user_id: uuid.UUID) -> int:
    """End every session of a user and return how many there were."""
    found = list(UserSession.objects.filter(user_id=user_id))
    for session in found:
        session.end()
    return len(found)


def forget(session_key: str | None) -> None:
    """Forget a session that has ended by itself."""
    UserSession.objects.filter(session_key=session_key).delete()


def _moment(session: SessionBase, name: str, now: datetime.datetime) -> datetime.datetime:
    # The first request after logging in begins the count.
    seconds = session.get(name)
    if seconds is None:
        return now
    return datetime.datetime.fromtimestamp(int(seconds), tz=timezone.get_current_timezone())
