"""A browser whose member has just proved who they are, and reads English."""

import time

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from accounts.models import User


def prove(client: Client, user: User) -> Client:
    """Write into the session that both factors were given a moment ago, as allauth does."""
    session = client.session
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session.save()
    return client


def browser_of(user: User) -> Client:
    """Return the browser of a member who has just logged in."""
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return prove(client, user)
