"""Members at their browsers, reading the pages in English."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from referrals.models import Referral
from tests.cast import Cast

# What looking at pages writes: the audit, when somebody logged in last, and the city's figures,
# which are frozen when they are first read.
SEEN = frozenset({"audit_entry", "accounts_user", "reports_citymonth"})


def browser(cast: Cast, name: str) -> Client:
    """Return the browser of a member who has logged in."""
    client = Client()
    client.force_login(cast.members[name].user)
    client.cookies["language"] = "en"
    return client


def address(name: str, referral: Referral) -> str:
    """Return the address of a page of one referral."""
    return reverse(f"referrals:{name}", args=[referral.pk])


def press(
    cast: Cast, name: str, page: str, referral: Referral, data: Mapping[str, Any] | None = None
) -> Any:
    """Send a form or press a button on a referral as this member, and follow where it leads."""
    return browser(cast, name).post(address(page, referral), data or {}, follow=True)


def told(answer: Any) -> list[str]:
    """Return the messages on the page that came."""
    return [str(message) for message in answer.context["messages"]]
