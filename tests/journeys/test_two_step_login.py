"""A passkey and an app in a real browser: set up, used, with the strict policy in force."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.journeys.stage import Stage, Visitor
from tests.logins import code

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def demanded() -> Iterator[None]:
    """Outside the demonstration."""
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


def signs_in(stage: Stage, name: str = "aigul") -> Visitor:
    """Let a member type address and password; where that leads stands in the address."""
    visitor = stage.visitor()
    visitor.opens("account_login")
    visitor.page.locator("[name=login]").fill(f"{name}@example.org")
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.page.locator(".entrance-form button").click()
    expect(visitor.page).to_have_url(re.compile("/accounts/two-step/$"))
    return visitor


def with_a_finger(page: Page) -> Any:
    """Put a device with a fingerprint under the page."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devices


def test_a_passkey_is_added_and_then_opens_without_a_password(stage: Stage, demanded: None) -> None:
    aigul = signs_in(stage)
    with_a_finger(aigul.page)
    aigul.presses("Add a passkey")
    aigul.presses("Add a passkey")
    expect(aigul.page.locator(".recovery-codes li")).to_have_count(10)
    aigul.presses("I have them on paper")
    expect(aigul.page).to_have_url(re.compile("/$"))
    aigul.opens("account_logout")
    aigul.presses("Sign out")
    aigul.opens("account_login")
    aigul.presses("Sign in with a passkey")
    expect(aigul.page.locator("details.menu strong").first).to_have_text("Aigul")


def test_an_app_is_set_up_and_asked_for_at_the_next_login(stage: Stage, demanded: None) -> None:
    aigul = signs_in(stage)
    aigul.presses("Set up an app")
    secret = aigul.page.locator("code.secret").inner_text()
    expect(aigul.page.locator(".qr svg")).to_be_visible()
    aigul.page.locator("[name=code]").fill(code(secret))
    aigul.presses("Continue")
    expect(aigul.page.locator(".recovery-codes li")).to_have_count(10)
    aigul.page.goto(reverse("desk:home"))
    expect(aigul.page.locator("h1")).not_to_have_text("Two-step login")
