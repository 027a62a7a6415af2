"""Whether messages may go to a number: asked with the number, changed later, seen beside it."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.acting import for_system
from cases.models import ContactPoint
from tests.cast import GULNARAS_PHONE, Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.watching import unchanged


def number(cast: Cast, phone: str = GULNARAS_PHONE) -> ContactPoint:
    with for_system(reason="tests"):
        return ContactPoint.objects.with_phone(phone).get(migrant=cast.gulnara)


def say(cast: Cast, word: str, name: str = "aigul") -> Any:
    address = reverse("cases:allow_messages", args=[number(cast).pk])
    return browser(cast, name).post(address, {"may_message": word}, follow=True)


def test_a_number_is_added_with_the_persons_word(cast: Cast) -> None:
    address = reverse("cases:add_contact", args=[cast.gulnara.pk])
    typed = {"phone": "+996 700 112233", "may_message": "on"}
    browser(cast, "aigul").post(address, typed)
    assert number(cast, phone="+996700112233").may_message


def test_the_word_is_changed_on_the_persons_page_and_seen_there(cast: Cast) -> None:
    page = reverse("cases:migrant", args=[cast.gulnara.pk])
    assert "Did not agree to reminders" in browser(cast, "aigul").get(page).content.decode()
    assert told(say(cast, "yes")) == ["Messages go to this number."]
    assert number(cast).may_message
    text = browser(cast, "saule").get(page).content.decode()
    assert "Agreed to short reminders" in text
    # A supervisor reads contacts masked and changes none.
    with unchanged(SEEN):
        say(cast, "no", "saule")
    assert told(say(cast, "no")) == ["No messages go there now."]
    assert not number(cast).may_message


@pytest.mark.parametrize("word", ["", "perhaps"])
def test_what_is_neither_yes_nor_no_changes_nothing(cast: Cast, word: str) -> None:
    with unchanged(SEEN):
        say(cast, word)
    assert not number(cast).may_message


@pytest.mark.parametrize(
    ("name", "status"), [("daniyar", 404), ("timur", 404), ("dr_ahmetov", 403)]
)
def test_others_change_nothing(cast: Cast, name: str, status: int) -> None:
    with unchanged(SEEN):
        assert say(cast, "yes", name).status_code == status
