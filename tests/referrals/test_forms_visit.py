"""The forms of the appointment and of the answer."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from referrals.actions.answer import AnswerTerms
from referrals.forms import (
    AnswerForm,
    ScheduleForm,
)
from tests.cast import NOW, TODAY
from tests.referrals.filled_in import ANYTHING, TOO_LONG, assert_keeps, said, sent

DAY = datetime.timedelta(days=1)
LANGUAGES = ("kk", "ru", "ky", "tg", "uz", "en")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- the appointment ------------------------------------------------------------------------------


def schedule_form(**changed: str) -> ScheduleForm:
    values = {"on": (TODAY + DAY).isoformat(), "at": "14:30", "place": "Room 4"} | changed
    return ScheduleForm(data=sent(values), now=NOW)


def test_an_appointment_is_a_moment_in_almaty_and_a_place() -> None:
    form = schedule_form()
    assert form.is_valid()
    expected = datetime.datetime.combine(TODAY + DAY, datetime.time(14, 30), NOW.tzinfo)
    assert form.cleaned_data["moment"] == expected
    assert form.cleaned_data["place"] == "Room 4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_may_be_typed_as_people_write_it_in_any_language(language: str) -> None:
    tomorrow = TODAY + DAY
    with translation.override(language):
        for text in (tomorrow.isoformat(), tomorrow.strftime("%d.%m.%Y")):
            form = schedule_form(on=text)
            assert form.is_valid(), (language, text, form.errors)
            assert form.cleaned_data["on"] == tomorrow


def test_an_appointment_needs_no_place() -> None:
    assert schedule_form(place="").is_valid()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"on": ""}, "on", ANYTHING),
        ({"at": ""}, "at", ANYTHING),
        ({"on": "tomorrow"}, "on", "Write the day like this: 31.12.2026."),
        ({"on": "2026-02-30"}, "on", "Write the day like this: 31.12.2026."),
        ({"at": "noon"}, "at", "Write the time like this: 14:30."),
        ({"at": "25:00"}, "at", "Write the time like this: 14:30."),
        ({"place": "x" * 301}, "place", "at most 300"),
        ({"on": (TODAY - DAY).isoformat()}, "on", "This moment has passed."),
        ({"on": (TODAY + 367 * DAY).isoformat()}, "on", "more than a year away"),
        ({"on": "2062-01-01"}, "on", "more than a year away"),
    ],
)
def test_each_thing_wrong_with_an_appointment_is_said_and_the_rest_is_kept(
    changed: dict[str, str], field: str, sentence: str
) -> None:
    form = schedule_form(**changed)
    assert not form.is_valid()
    assert list(said(form)) == [field]
    assert sentence in said(form)[field][0]
    assert_keeps(form, changed)
    assert_keeps(ScheduleForm(typed=form.data, now=NOW), dict(form.data.items()))


def at(moment: datetime.datetime) -> ScheduleForm:
    return schedule_form(on=moment.date().isoformat(), at=moment.strftime("%H:%M:%S.%f"))


def test_the_next_moment_is_not_past_and_this_very_one_is() -> None:
    assert at(NOW + datetime.timedelta(microseconds=1)).is_valid()
    assert not at(NOW).is_valid()
    assert not at(NOW - datetime.timedelta(minutes=1)).is_valid()


def test_a_year_ahead_is_the_furthest() -> None:
    assert at(NOW + 365 * DAY).is_valid()
    assert not at(NOW + 365 * DAY + datetime.timedelta(minutes=1)).is_valid()


# --- the answer -----------------------------------------------------------------------------------


def typed_answer(**changed: str) -> dict[str, str]:
    return {
        "outcome": "test_done",
        "findings": "Sputum negative",
        "concerns_tb": "on",
        "advice": "Rest",
        "next_visit_on": (TODAY + 7 * DAY).isoformat(),
    } | changed


def answer_form(**changed: str) -> AnswerForm:
    return AnswerForm(data=sent(typed_answer(**changed)), today=TODAY)


def test_a_whole_answer_becomes_its_terms() -> None:
    form = answer_form()
    assert form.is_valid(), form.errors
    assert form.terms() == AnswerTerms(
        outcome="test_done",
        findings="Sputum negative",
        advice="Rest",
        next_visit_on=TODAY + 7 * DAY,
        concerns_tb=True,
    )


def test_an_answer_needs_no_more_than_what_came_of_it_and_what_was_found() -> None:
    form = AnswerForm(data=sent({"outcome": "treated", "findings": "A cold"}), today=TODAY)
    assert form.is_valid()
    assert form.terms() == AnswerTerms(outcome="treated", findings="A cold")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("outcome", "", ANYTHING),
        ("outcome", "cured", "Select a valid choice."),
        ("findings", "", ANYTHING),
        ("findings", TOO_LONG, "at most 5000"),
        ("advice", TOO_LONG, "at most 5000"),
        ("next_visit_on", "soon", "Write the day like this: 31.12.2026."),
        ("next_visit_on", (TODAY - DAY).isoformat(), "This day is over. Choose a later one."),
    ],
)
def test_each_thing_wrong_with_an_answer_is_said_and_the_rest_is_kept(
    field: str, value: str, sentence: str
) -> None:
    form = answer_form(**{field: value})
    assert list(said(form)) == [field]
    assert sentence in said(form)[field][0]
    kept = typed_answer(**{field: value})
    del kept["concerns_tb"]
    assert_keeps(form, kept)
    assert form["concerns_tb"].value() is True


def test_the_next_visit_may_be_today() -> None:
    assert answer_form(next_visit_on=TODAY.isoformat()).is_valid()


def test_what_was_typed_into_an_answer_survives_another_language() -> None:
    kept = typed_answer(outcome="", next_visit_on="soon")
    form = AnswerForm(typed=sent(kept), today=TODAY, initial={"concerns_tb": False})
    assert form["concerns_tb"].value() is True
    del kept["concerns_tb"]
    assert_keeps(form, kept)
    assert not form.errors
