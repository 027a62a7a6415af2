"""What is missing is counted, each thing by itself, and only in one's own organisation."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.acting import Acting, for_member
from cases.actions import (
    add_note,
    add_task,
    move_case,
    open_case,
    record_legal_basis,
    record_screen,
    register_migrant,
    withdraw_consent,
)
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from cases.models import Case
from cases.states import CaseMove
from reports.quality import gaps
from tests.cast import NOW, TODAY, Cast
from tests.watching import unchanged

# Citizenship, sex, date of birth; a screen, nothing written, no basis.
CITIZENSHIP, SEX, BIRTH, SCREEN, SILENT, BASIS = range(6)
LONG_AGO = NOW - datetime.timedelta(days=91)


def missing(acting: Acting) -> list[int]:
    with translation.override("en"), unchanged(), for_member(acting) as reader:
        found = gaps(reader, NOW)
    assert all(figure.needs_care == bool(figure.value) for figure in found)
    return [int(figure.value or 0) for figure in found]


def old_case(cast: Cast, days: int = 91) -> Case:
    when = NOW - datetime.timedelta(days=days)
    with for_member(cast.aigul) as by:
        facts = MigrantFacts("ru", "male", datetime.date(1990, 1, 1), "year", "KG")
        migrant = register_migrant(by=by, facts=facts, full_name="Old", now=when)
        return open_case(by=by, migrant=migrant, kind="papers", submission=uuid.uuid4(), now=when)


def test_of_the_cast_nobody_was_screened_and_rustam_agreed_to_nothing(cast: Cast) -> None:
    # Gulnara agreed; Rustam did not. Both have a citizenship, a sex and a birth date.
    assert missing(cast.madina) == [0, 0, 0, 2, 0, 1]
    assert missing(cast.bekzat) == [0, 0, 0, 1, 0, 1]


def test_each_thing_that_nobody_knows_is_counted_by_itself(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        for facts in (
            MigrantFacts("ru", sex="male", citizenship="KG"),
            MigrantFacts("ru", sex="male"),
            MigrantFacts("ru"),
        ):
            register_migrant(by=by, facts=facts, full_name="N", now=NOW)
    assert missing(cast.madina)[:3] == [2, 1, 3]
    assert missing(cast.bekzat)[:3] == [0, 0, 0]


def test_a_screened_case_and_a_closed_one_lack_nothing(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        record_screen(by=by, case=cast.gulnaras_case, symptoms=Symptoms(), now=NOW, today=TODAY)
    assert missing(cast.madina)[SCREEN] == 1
    with for_member(cast.daniyar) as by:
        move_case(
            by=by, case=cast.rustams_case, move=CaseMove.CLOSE, now=NOW, today=TODAY,
            reason="said", closing_reason="resolved",
        )  # fmt: skip
    assert missing(cast.madina) == [0] * 6


def test_a_ground_in_law_counts_and_a_withdrawn_consent_does_not(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        record_legal_basis(
            by=by, case=cast.rustams_case, kind="danger_to_life", reason="Bleeds", now=NOW,
            today=TODAY,
        )  # fmt: skip
    assert missing(cast.madina)[BASIS] == 0
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    assert missing(cast.madina)[BASIS] == 1


@pytest.mark.parametrize(("days", "count"), [(91, 1), (89, 0)])
def test_a_case_is_silent_after_ninety_days(cast: Cast, days: int, count: int) -> None:
    old_case(cast, days)
    assert missing(cast.madina)[SILENT] == count


@pytest.mark.parametrize("written", ["note", "task", "screen", "pause"])
def test_whatever_is_written_ends_the_silence(cast: Cast, written: str) -> None:
    case = old_case(cast)
    with for_member(cast.aigul) as by:
        if written == "note":
            add_note(by=by, case=case, text="Called", submission=uuid.uuid4(), now=NOW)
        elif written == "task":
            add_task(by=by, case=case, kind="call_back", due_on=TODAY, now=NOW)
        elif written == "screen":
            record_screen(by=by, case=case, symptoms=Symptoms(), now=NOW, today=TODAY)
        else:
            move_case(by=by, case=case, move=CaseMove.PAUSE, now=NOW, today=TODAY, reason="Away")
    assert missing(cast.madina)[SILENT] == 0


def test_a_note_of_long_ago_does_not(cast: Cast) -> None:
    case = old_case(cast, 200)
    with for_member(cast.aigul) as by:
        add_note(by=by, case=case, text="Called", submission=uuid.uuid4(), now=LONG_AGO)
    assert missing(cast.madina)[SILENT] == 1


def test_it_takes_four_queries(cast: Cast) -> None:
    with for_member(cast.madina) as reader, CaptureQueriesContext(connection) as found:
        gaps(reader, NOW)
    assert len([one for one in found if "count" in one["sql"].lower()]) == 4
