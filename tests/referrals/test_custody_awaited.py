"""From the hour of the appointment on: the officers wait, and read nothing of who came."""

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from referrals import custody_wording
from referrals.models import Examination
from tests.cast import Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.referrals.custody_stages import behind, examined_to, released, step
from tests.referrals.stages import TOMORROW
from tests.watching import unchanged

MINUTE = datetime.timedelta(minutes=1)
# What the centre reads as "appointment made", whoever came.
DATED = ["scheduled", "did_not_arrive", "arrived"]
BRING = "Bring the person to the clinic at this time."


def page(name: str, examination: Examination) -> str:
    return reverse(f"referrals:{name}", args=[examination.pk])


def look(cast: Cast, examination: Examination, at: datetime.datetime) -> Any:
    with time_machine.travel(at, tick=False):
        return browser(cast, "officer_reception").get(page("examination", examination))


@pytest.mark.parametrize("state", DATED)
def test_before_the_hour_the_person_is_to_be_brought(cast: Cast, state: str) -> None:
    answer = look(cast, examined_to(cast, state), TOMORROW - MINUTE)
    assert answer.context["line"] == BRING
    assert [button.icon for button in answer.context["moves"]] == ["undo-2"]


@pytest.mark.parametrize("state", DATED)
def test_from_the_hour_on_the_answer_is_awaited_and_nothing_is_taken_back(
    cast: Cast, state: str
) -> None:
    answer = look(cast, examined_to(cast, state), TOMORROW)
    assert answer.context["line"] == custody_wording.AWAITED
    assert BRING not in answer.content.decode()
    assert answer.context["moves"] == []
    assert answer.context["may_end"]
    assert "Gate 2" in answer.content.decode()


def test_the_page_is_the_same_whoever_came(cast: Cast) -> None:
    sheet = examined_to(cast, "scheduled")
    pages = []
    for move in ("miss", "schedule", "arrive"):
        pages.append(look(cast, sheet, TOMORROW + MINUTE).context)
        step(cast, sheet, move)
    pages.append(look(cast, sheet, TOMORROW + MINUTE).context)
    told_of = [(one["examination"], one["line"], one["moves"], one["may_end"]) for one in pages]
    assert told_of == [told_of[0]] * 4


@pytest.mark.parametrize("state", DATED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_way_back_is_shut_for_whoever_opened_it_before(
    cast: Cast, state: str, method: str
) -> None:
    sheet = examined_to(cast, state)
    with time_machine.travel(TOMORROW, tick=False), unchanged(SEEN):
        officer = browser(cast, "officer_reception")
        answer = getattr(officer, method)(
            page("take_back", sheet), {"because": "wish"}, follow=True
        )
    assert told(answer) == ["This is not possible now. Nothing was changed."]
    assert behind(sheet).state == state


@pytest.mark.parametrize("state", ["sent", "received", "accepted", "completed", "declined"])
def test_without_an_hour_nothing_else_is_said_later(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    now, later = (look(cast, sheet, TOMORROW + shift) for shift in (-MINUTE, MINUTE))
    assert now.context["line"] == later.context["line"] != custody_wording.AWAITED
    assert now.context["moves"] == later.context["moves"]


def test_of_whom_is_no_longer_held_no_answer_is_awaited(cast: Cast) -> None:
    sheet = released(cast, examined_to(cast, "scheduled"))
    assert look(cast, sheet, TOMORROW).context["line"] != custody_wording.AWAITED
