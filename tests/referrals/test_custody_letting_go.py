"""The officers' page that asks before a person is no longer held, and what follows from it."""

from typing import Any

import pytest
from django.urls import reverse

from referrals.models import Examination
from tests.cast import Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.referrals.custody_stages import (
    CLOSED,
    CUSTODY_ROADS,
    NAME,
    asked,
    behind,
    examined_to,
    released,
    seen,
)
from tests.watching import assert_codes_only, audited, unchanged

HELD = [state for state in CUSTODY_ROADS if state not in CLOSED]


def page(name: str, examination: Examination) -> str:
    return reverse(f"referrals:{name}", args=[examination.pk])


def look(cast: Cast, examination: Examination, name: str = "examination") -> Any:
    return browser(cast, "officer_reception").get(page(name, examination), follow=True)


@pytest.mark.parametrize("state", HELD)
def test_the_sheet_leads_to_a_page_that_asks_and_does_nothing_yet(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    assert f'href="{page("release", sheet)}"' in look(cast, sheet).content.decode()
    with unchanged(SEEN):
        text = look(cast, sheet, "release").content.decode()
    for words in (NAME, "You will no longer see the appointment", "cannot be undone"):
        assert words in text


def test_another_language_lets_nobody_go(cast: Cast) -> None:
    sheet = asked(cast)
    with unchanged(SEEN):
        answer = browser(cast, "officer_reception").post(
            page("release", sheet), {"switch_language": "ru"}
        )
    assert answer.status_code == 200


def test_letting_go_leaves_the_word_closed_and_can_be_pressed_twice(cast: Cast) -> None:
    sheet = examined_to(cast, "scheduled")
    officer = browser(cast, "officer_reception")
    for _ in range(2):
        answer = officer.post(page("release", sheet), follow=True)
        assert told(answer) == ["Noted. From now on you see only that the examination is closed."]
        assert answer.context["examination"].phase == "closed"
        assert answer.context["examination"].appointment is None
        assert not answer.context["may_end"]
    assert (behind(sheet).state, seen(sheet).phase) == ("scheduled", "closed")
    assert behind(sheet).custody_ended_at is not None


@pytest.mark.parametrize("state", CLOSED)
def test_of_what_is_closed_nothing_is_asked(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    with unchanged(SEEN):
        assert told(look(cast, sheet, "release")) == [
            "This is not possible now. Nothing was changed."
        ]


def test_after_letting_go_one_may_ask_again_and_not_let_go(cast: Cast) -> None:
    sheet = released(cast, asked(cast))
    assert [button.icon for button in look(cast, sheet).context["moves"]] == ["repeat"]
    assert told(look(cast, sheet, "release")) == ["This is not possible now. Nothing was changed."]


def test_who_reads_the_page_is_written_down(cast: Cast) -> None:
    sheet = asked(cast)
    with audited() as rows:
        look(cast, sheet, "release")
    assert [(row.verb, row.subject_id) for row in rows] == [("read", sheet.pk)]
    assert_codes_only(rows)
