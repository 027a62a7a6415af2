"""What a clinic sees of an examination from custody, and the one answer it gives."""

import datetime
from typing import Any

import pytest

from accounts.acting import for_member, for_system
from referrals.models import FormalAnswer, ReferralAnswer
from tests.cast import TODAY, Cast
from tests.referrals.browsers import SEEN, address, browser, press, told
from tests.referrals.custody_stages import (
    CUSTODY_ROADS,
    NAME,
    asked,
    behind,
    examined_to,
    released,
    seen,
    step,
)
from tests.referrals.stages import brought_to
from tests.watching import unchanged

DAY = datetime.timedelta(days=1)


def look(cast: Cast, examination: Any, page: str = "referral") -> Any:
    return browser(cast, "dr_lee").get(address(page, behind(examination)))


@pytest.mark.parametrize("state", CUSTODY_ROADS)
def test_every_state_has_its_page_without_case_and_without_sharing(cast: Cast, state: str) -> None:
    answer = look(cast, examined_to(cast, state, needs_interpreter=True))
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in (NAME, "Kyrgyzstan", "Reception centre", "Examination of a detained person"):
        assert words in text
    assert "Two officers, 9 to 17, duty desk" in text
    assert "Who sees what" not in text
    assert "/cases/0" not in text
    sheet = answer.context["referral"]
    assert (sheet.case_id, sheet.rests_on) == (None, "custody")
    assert (sheet.formal_answer is not None) == (state == "completed")


def test_a_person_without_a_name_stands_there_by_number(cast: Cast) -> None:
    answer = look(cast, asked(cast, shown_name=""))
    assert f"Referral {answer.context['referral'].number}" in answer.content.decode()
    assert "Not shared" not in answer.content.decode()


def test_it_stands_in_the_lists_with_what_it_is(cast: Cast) -> None:
    asked(cast)
    for path in ("/", "/referrals/"):
        text = browser(cast, "dr_lee").get(path).content.decode()
        assert "Examination of a detained person" in text
        assert "Reception centre" in text


def test_another_clinic_and_no_organisation_sees_it(cast: Cast) -> None:
    sheet = asked(cast)
    for name in ("dr_ahmetov", "aigul", "saule", "timur"):
        page = browser(cast, name).get(address("referral", behind(sheet)))
        assert page.status_code == 404


def test_the_clinic_reads_that_custody_ended_and_goes_on(cast: Cast) -> None:
    sheet = examined_to(cast, "scheduled")
    released(cast, sheet)
    answer = look(cast, sheet)
    assert "No longer held" in answer.content.decode()
    assert [button.icon for button in answer.context["moves"]]
    step(cast, sheet, "arrive")
    assert behind(sheet).state == "arrived"


def test_what_was_taken_back_says_why_in_words(cast: Cast) -> None:
    text = look(cast, examined_to(cast, "cancelled")).content.decode()
    assert text.count("It was asked for by mistake") == 2


# --- the formal answer ----------------------------------------------------------------------------


def test_completing_asks_for_the_formal_answer_and_for_no_findings(cast: Cast) -> None:
    answer = look(cast, examined_to(cast, "arrived"), "complete")
    assert set(answer.context["form"].fields) == {"fitness", "look_again_on"}
    assert "What you found stays in your own records" in answer.content.decode()


def test_a_care_referral_is_answered_as_before(cast: Cast) -> None:
    referral = brought_to(cast, "arrived")
    page = browser(cast, "dr_ahmetov").get(address("complete", referral))
    assert "findings" in page.context["form"].fields


def test_the_formal_answer_is_stored_and_read_by_the_centre(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    typed = {"fitness": "not_fit", "look_again_on": (TODAY + 14 * DAY).isoformat()}
    answer = press(cast, "dr_lee", "complete", behind(sheet), typed)
    assert told(answer) == ["The referral is now: Answered."]
    assert (seen(sheet).phase, seen(sheet).fitness) == ("answered", "not_fit")
    with for_system(reason="tests"):
        assert not ReferralAnswer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fitness", ""),
        ("fitness", "faking"),
        ("look_again_on", ""),
        ("look_again_on", TODAY.isoformat()),
        ("look_again_on", (TODAY - DAY).isoformat()),
        ("look_again_on", (TODAY + 15 * DAY).isoformat()),
    ],
)
def test_an_answer_that_is_not_whole_or_too_far_away_is_refused(
    cast: Cast, field: str, value: str
) -> None:
    sheet = examined_to(cast, "arrived")
    typed = {"fitness": "fit", "look_again_on": (TODAY + DAY).isoformat()}
    with unchanged(SEEN):
        answer = press(cast, "dr_lee", "complete", behind(sheet), typed | {field: value})
    assert field in answer.context["form"].errors


def test_who_answers_second_is_told_who_was_faster(cast: Cast) -> None:
    sheet = examined_to(cast, "completed")
    typed = {"fitness": "fit", "look_again_on": (TODAY + DAY).isoformat()}
    with unchanged(SEEN):
        answer = press(cast, "dr_lee", "complete", behind(sheet), typed)
    assert "Nothing was done twice" in told(answer)[0]


@pytest.mark.parametrize(
    ("state", "page", "words"),
    [
        ("received", "decline", "The centre reads only that the examination is closed"),
        ("received", "redirect", "The centre reads only that the examination is closed"),
        ("accepted", "schedule", "no word that tells what is looked for"),
        ("arrived", "leave_early", "what you write stays with you"),
    ],
)
def test_each_form_says_what_the_centre_reads(
    cast: Cast, state: str, page: str, words: str
) -> None:
    answer = look(cast, examined_to(cast, state), page)
    text = answer.content.decode()
    assert words in text
    assert "sender" not in text.partition("<main")[2]
    if "note" in answer.context["form"].fields:
        assert "For your own colleagues" in text


@pytest.mark.parametrize(
    ("state", "page", "words"),
    [
        ("received", "decline", "For your own colleagues"),
        ("received", "redirect", "For your own colleagues"),
        ("accepted", "schedule", "no word that tells what is looked for"),
        ("arrived", "leave_early", "For your own colleagues"),
    ],
)
def test_a_form_that_came_back_still_says_it(cast: Cast, state: str, page: str, words: str) -> None:
    sheet = examined_to(cast, state)
    with unchanged(SEEN):
        answer = press(cast, "dr_lee", page, behind(sheet))
    assert answer.context["form"].errors
    assert words in answer.content.decode()
    assert "sender" not in answer.content.decode().partition("<main")[2]


def test_an_empty_appointment_says_what_to_choose(cast: Cast) -> None:
    answer = press(cast, "dr_lee", "schedule", behind(examined_to(cast, "accepted")))
    assert answer.context["form"].errors == {"on": ["Choose a day."], "at": ["Choose the time."]}


def test_another_clinics_doctor_answers_nothing(cast: Cast) -> None:
    sheet = examined_to(cast, "arrived")
    typed = {"fitness": "fit", "look_again_on": (TODAY + DAY).isoformat()}
    with unchanged(SEEN):
        answer = press(cast, "dr_ahmetov", "complete", behind(sheet), typed)
    assert answer.status_code == 404


def test_formal_answers_are_the_clinics_own_and_no_centres_to_read(cast: Cast) -> None:
    examined_to(cast, "completed")
    with for_member(cast.dr_lee) as by:
        assert FormalAnswer.objects.visible_to(by).count() == 1
    with for_member(cast.officer_reception) as by:
        assert not FormalAnswer.objects.visible_to(by).exists()
        assert not FormalAnswer.objects.exists()
