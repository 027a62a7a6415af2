"""Whoever acts on a message comes back to where it was begun: the same list, or the case."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from reminders.models import Reminder
from reminders.ways_back import way_back
from tests.cast import TODAY, Cast
from tests.referrals.browsers import SEEN, browser
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import DAY, agree, let_the_hour_come, only, plan, send, to_do
from tests.situations import share_a_file
from tests.watching import unchanged

PAGE = "/reminders/"
STOPPED = "Messages to this person are stopped."


@pytest.fixture
def failed(cast: Cast) -> Reminder:
    """Gulnara was to be told of a call; the number is wrong."""
    agree(cast.gulnara)
    to_do(cast, "call_back", TODAY + DAY)
    plan()
    let_the_hour_come()
    send(FakeGateway(next=["wrong_number"]))
    return only()


def file_of(cast: Cast) -> str:
    return reverse("desk:case", args=[cast.gulnaras_case.pk])


def stop_page(cast: Cast, query: str) -> str:
    return reverse("reminders:stop", args=[cast.gulnara.pk]) + query


def shown(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("act", ["try_again", "note"])
@pytest.mark.parametrize("show", ["coming", "out", "not_sent"])
def test_the_list_that_was_open_comes_back(
    cast: Cast, failed: Reminder, act: str, show: str
) -> None:
    address = reverse(f"reminders:{act}", args=[failed.pk])
    answer = browser(cast, "aigul").post(address, {"show": show})
    assert answer["Location"] == f"{PAGE}?show={show}"


@pytest.mark.parametrize(
    "said", ["", "show=", "show=everything", "show=//evil.example", "case=//evil.example", "case=7"]
)
def test_what_is_no_list_and_no_case_leads_to_what_needs_a_hand(said: str) -> None:
    assert way_back(QueryDict(said)).url == PAGE


def test_each_button_and_link_of_a_list_names_that_list(cast: Cast, failed: Reminder) -> None:
    client = browser(cast, "aigul")
    assert shown(client, PAGE).count('name="show" value="hand"') == 2
    assert stop_page(cast, "?show=not_sent") in shown(client, f"{PAGE}?show=not_sent")
    client.post(stop_page(cast, ""), {"reason": "opted_out"})
    assert 'name="show" value="not_sent"' in shown(client, f"{PAGE}?show=not_sent")


def test_stopping_and_allowing_come_back_to_the_list(cast: Cast) -> None:
    client, address = browser(cast, "aigul"), stop_page(cast, "?show=coming")
    text = shown(client, address)
    assert text.count(f'href="{PAGE}?show=coming"') == 2
    assert "Back to the messages" in text
    assert client.post(address, {"reason": "opted_out"})["Location"] == f"{PAGE}?show=coming"
    allow = reverse("reminders:allow", args=[cast.gulnara.pk])
    assert client.post(allow, {"show": "coming"})["Location"] == f"{PAGE}?show=coming"


def test_messages_are_stopped_and_allowed_again_on_the_case_file(cast: Cast) -> None:
    client, case = browser(cast, "aigul"), file_of(cast)
    address = stop_page(cast, f"?case={cast.gulnaras_case.pk}")
    before = shown(client, case)
    assert address in before
    assert STOPPED not in before
    text = shown(client, address)
    assert text.count(f'href="{case}"') == 2
    assert "Back to the case" in text
    assert client.post(address, {"reason": "opted_out"})["Location"] == case
    stopped = shown(client, case)
    assert STOPPED in stopped
    assert address not in stopped
    allow = reverse("reminders:allow", args=[cast.gulnara.pk])
    assert f'action="{allow}"' in stopped
    assert client.post(allow, {"case": str(cast.gulnaras_case.pk)})["Location"] == case
    assert STOPPED not in shown(client, case)


def test_a_colleague_who_shares_the_file_sees_the_stop(cast: Cast) -> None:
    browser(cast, "aigul").post(stop_page(cast, ""), {"reason": "opted_out"})
    other = reverse("desk:case", args=[share_a_file(cast).pk])
    with unchanged(SEEN):
        assert STOPPED in shown(browser(cast, "daniyar"), other)
