"""Members who log in for the tests: with a proof of a moment ago, with a second factor."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def prove(client: Client, user: User, *, ago: float = 0, method: str = "password") -> None:
    """Let the client's member have proved themselves so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def log_in_fresh(client: Client, user: User) -> None:
    """Log a member in who has just typed their password."""
    client.force_login(user)
    prove(client, user)


def browser_of(user: User) -> Client:
    """Return the browser of a member who has just logged in, and reads English."""
    client = Client()
    client.cookies["language"] = "en"
    log_in_fresh(client, user)
    return client


def give_app(user: User, secret: str = SECRET) -> None:
    """Give a member an authenticator app and recovery codes, as setting up does."""
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return what the app shows now, or some half minutes from now."""
    moment = int(time.time()) // 30 + steps
    return str(totp.format_hotp_value(totp.hotp_value(secret, moment)))
