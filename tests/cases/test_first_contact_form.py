"""The first page of a new case: what was ticked about a phone is never lost without a word."""

from typing import Any

import pytest
from django.utils import translation

from cases.forms import FirstContactForm
from tests.cast import TODAY

FOR_REMINDERS = ["Write the number to which reminders may be sent."]
SHARED = ["Write the number that others use too."]


def wrong_with_the_phone(**typed: Any) -> list[str]:
    with translation.override("en"):
        form = FirstContactForm(data=typed, today=TODAY)
        return [str(said) for said in form.errors.get("phone", [])]


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ({"may_message": "on"}, FOR_REMINDERS),
        ({"phone_is_shared": "on"}, SHARED),
        ({"may_message": "on", "phone_is_shared": "on"}, FOR_REMINDERS),
        ({}, []),
    ],
)
@pytest.mark.parametrize("phone", ["", "  "])
def test_a_tick_about_a_phone_asks_for_its_number(
    phone: str, ticked: dict[str, str], said: list[str]
) -> None:
    assert wrong_with_the_phone(phone=phone, **ticked) == said


def test_a_number_that_is_there_needs_no_more() -> None:
    ticked = {"may_message": "on", "phone_is_shared": "on"}
    assert wrong_with_the_phone(phone="+996 555 123 456", **ticked) == []


def test_a_wrong_number_is_told_of_once() -> None:
    (said,) = wrong_with_the_phone(phone="901", may_message="on")
    assert said.startswith("This does not look like a phone number.")
