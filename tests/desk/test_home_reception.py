"""The reception centre's home page: whom to bring, answers, days to look again, silence."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import for_member
from desk.homes import sections_for
from referrals import actions
from referrals.actions.custody import FormalTerms
from referrals.models import Examination
from tests.cast import NOW, TODAY, Cast
from tests.referrals.custody_stages import (
    NAME,
    asked,
    behind,
    examined_to,
    examining,
    released,
)
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)
SECTIONS = ("bring", "answers", "again", "silent")
AUDIT = frozenset({"audit_entry"})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def titles(
    cast: Cast, now: datetime.datetime = NOW, by: str = "officer_reception"
) -> dict[str, list[str]]:
    """Return what stands in each section, without those that are empty."""
    with unchanged(AUDIT), for_member(cast.members[by]) as reader:
        sections = sections_for(reader, now)
    named = zip(SECTIONS, sections, strict=True)
    return {name: [str(i.title) for i in one.items] for name, one in named if one.items}


def expected_on(cast: Cast, at: datetime.datetime) -> Examination:
    sheet = examined_to(cast, "accepted")
    with for_member(cast.dr_lee) as by:
        actions.schedule_referral(by=by, referral=behind(sheet), at=at, place="Gate 2", now=NOW)
    return sheet


def answered(cast: Cast, days: int) -> Examination:
    sheet = examined_to(cast, "arrived")
    with for_member(cast.dr_lee) as by:
        answer = FormalTerms("fit", TODAY + days * DAY)
        actions.complete_examination(by=by, referral=behind(sheet), answer=answer, now=NOW)
    return sheet


def test_without_examinations_every_section_says_so(cast: Cast) -> None:
    assert titles(cast) == {}


@pytest.mark.parametrize(("days", "is_there"), [(-1, False), (0, True), (1, True), (2, False)])
def test_whom_to_bring_today_and_tomorrow_is_there(cast: Cast, days: int, is_there: bool) -> None:
    expected_on(cast, NOW + days * DAY)
    assert titles(cast) == ({"bring": [NAME]} if is_there else {})


def test_who_missed_an_appointment_is_still_to_be_brought(cast: Cast) -> None:
    sheet = expected_on(cast, NOW)
    with for_member(cast.dr_lee) as by:
        actions.mark_missed(by=by, referral=behind(sheet), now=NOW)
    assert titles(cast) == {"bring": [NAME]}


@pytest.mark.parametrize(("days", "section"), [(14, "answers"), (4, "answers"), (3, "again")])
def test_an_answer_stays_until_the_day_to_look_again_is_near(
    cast: Cast, days: int, section: str
) -> None:
    answered(cast, days)
    assert titles(cast) == {section: [NAME]}
    assert titles(cast, NOW + 60 * DAY) == {"again": [NAME]}


def test_who_was_asked_for_again_waits_no_more(cast: Cast) -> None:
    sheet = answered(cast, 2)
    with for_member(cast.officer_reception) as by:
        actions.ask_examination(
            by=by, terms=examining(cast.hospital), submission=sheet.pk, now=NOW, again=sheet
        )
    assert titles(cast) == {}


def test_who_is_no_longer_held_is_nowhere(cast: Cast) -> None:
    for sheet in (answered(cast, 2), answered(cast, 10), expected_on(cast, NOW), asked(cast)):
        released(cast, sheet)
    assert titles(cast, NOW + 20 * DAY) == {}


def test_what_no_clinic_confirmed_in_time_is_there(cast: Cast) -> None:
    asked(cast)
    examined_to(cast, "received")
    assert titles(cast) == {}
    assert titles(cast, NOW + 8 * DAY) == {"silent": [NAME]}


def test_another_centres_home_stays_empty(cast: Cast) -> None:
    answered(cast, 2)
    expected_on(cast, NOW)
    assert titles(cast, by="officer_south") == {}


def test_whoever_stands_on_the_page_is_written_down(cast: Cast) -> None:
    sheet = expected_on(cast, NOW)
    with audited() as rows:
        titles(cast)
    assert [(row.verb, row.subject_id) for row in rows] == [("listed", sheet.pk)]
