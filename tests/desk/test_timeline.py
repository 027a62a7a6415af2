"""Everything that happened on a case, in one line of time, as far as the reader may see it."""

import datetime
import uuid
from collections.abc import Iterator

import pytest
from django.utils import translation
from lucide import _load_icon

from accounts.acting import for_member
from accounts.permissions import Permission
from cases.access import get_case
from cases.actions import (
    add_note,
    add_task,
    finish_task,
    move_case,
    record_legal_basis,
    record_screen,
    withdraw_consent,
)
from cases.actions.record import Symptoms
from cases.models import Case
from cases.sheets import case_sheet
from cases.states import CaseMove
from desk.timeline import Entry, timeline
from referrals import queries
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import brought_to

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def story(cast: Cast, name: str = "aigul", case: Case | None = None) -> list[Entry]:
    with for_member(cast.members[name]) as reader:
        key = (case or cast.gulnaras_case).pk
        sheet = case_sheet(reader, get_case(reader, key, Permission.SEE_CASE), TODAY)
        return timeline(sheet, queries.steps_of_case(reader, key))


def told(cast: Cast, name: str = "aigul") -> list[str]:
    return [str(entry.title) for entry in story(cast, name)]


def test_a_new_case_says_when_and_where_it_was_opened(cast: Cast) -> None:
    (opened,) = story(cast, "daniyar", cast.rustams_case)
    assert (str(opened.title), opened.at, opened.organisation) == (
        "The case was opened", NOW, "Komek"
    )  # fmt: skip


def test_a_consent_that_was_given_and_withdrawn_is_two_entries(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW + HOUR, today=TODAY)
    withdrawn, *earlier = story(cast)
    assert str(withdrawn.title) == "Consent withdrawn"
    assert withdrawn.tone == "danger"
    assert "Consent given" in [str(entry.title) for entry in earlier]


def test_a_ground_in_law_stands_with_its_reason(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        record_legal_basis(
            by=by,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW + HOUR,
            today=TODAY,
        )
    newest = story(cast)[0]
    assert str(newest.title) == "Another ground in law: Danger to life"
    assert newest.detail == "Bleeds"


def test_notes_and_done_tasks_stand_there_and_open_tasks_do_not(cast: Cast) -> None:
    case = cast.gulnaras_case
    with for_member(cast.aigul) as by:
        key = uuid.uuid4()
        add_note(by=by, case=case, text="Coughs at night", submission=key, now=NOW + HOUR)
        task = add_task(
            by=by, case=case, kind="call_back", text="After five", due_on=TODAY, now=NOW
        )
        open_one = add_task(by=by, case=case, kind="refer", due_on=TODAY, now=NOW)
        finish_task(by=by, task=task, now=NOW + 2 * HOUR)
    done, note, *_earlier = story(cast)
    assert (str(done.title), done.detail) == ("Done: Call back", "After five")
    assert (str(note.title), note.detail, note.by) == ("Note", "Coughs at night", "Aigul")
    assert open_one.get_kind_display() not in " ".join(told(cast))


@pytest.mark.parametrize(
    ("symptoms", "tone", "detail"),
    [
        (Symptoms(fever="yes"), "attention", "At least one answer was yes: a test is needed."),
        (Symptoms("no", "no", "no", "no", "no"), "success", "No answer was yes."),
        (Symptoms(), "attention", "Still to be asked"),
    ],
)
def test_a_screen_says_what_came_of_it_and_not_which_answer(
    cast: Cast, symptoms: Symptoms, tone: str, detail: str
) -> None:
    with for_member(cast.aigul) as by:
        record_screen(
            by=by, case=cast.gulnaras_case, symptoms=symptoms, now=NOW + HOUR, today=TODAY
        )
    newest = story(cast)[0]
    assert (newest.tone, str(newest.detail)) == (tone, detail)


def test_moves_of_the_case_stand_with_their_reasons(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        for move, closing, at in (
            (CaseMove.PAUSE, "", 1),
            (CaseMove.CLOSE, "resolved", 2),
        ):
            case = get_case(by, cast.gulnaras_case.pk, Permission.MOVE_CASE)
            move_case(
                by=by,
                case=case,
                move=move,
                now=NOW + at * HOUR,
                today=TODAY,
                reason=f"Because of {move.value}",
                closing_reason=closing,
            )
    closed, paused, *_earlier = story(cast)
    assert (str(closed.title), closed.tone) == ("The case is now: Closed.", "ended")
    assert (str(paused.title), paused.tone) == ("The case is now: Paused.", "info")
    assert (paused.detail, paused.by) == ("Because of pause", "Aigul")


def test_every_step_of_its_referrals_stands_in_it(cast: Cast) -> None:
    brought_to(cast, "declined")
    steps = [entry for entry in story(cast) if entry.icon == "send"]
    assert [str(entry.title) for entry in steps] == [
        "Referral to City TB clinic: Declined",
        "Referral to City TB clinic: Received",
        "Referral to City TB clinic: Sent",
    ]
    assert (steps[0].detail, steps[0].by) == ("Full until May", "Dr_Ahmetov")


def test_the_newest_stands_first_and_of_two_at_once_the_one_that_follows(cast: Cast) -> None:
    brought_to(cast, "accepted")
    moments = [entry.at for entry in story(cast)]
    assert moments == sorted(moments, reverse=True)
    assert told(cast)[-1] == "The case was opened"


def test_the_doctor_reads_neither_the_caseworkers_notes_nor_the_consents(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        key = uuid.uuid4()
        add_note(by=by, case=cast.gulnaras_case, text="Private", submission=key, now=NOW)
        task = add_task(by=by, case=cast.gulnaras_case, kind="refer", due_on=TODAY, now=NOW)
        finish_task(by=by, task=task, now=NOW)
    brought_to(cast, "accepted")
    assert {"Note", "Done: Refer", "Consent given"} <= set(told(cast))
    theirs = told(cast, "dr_ahmetov")
    assert {"Note", "Done: Refer", "Consent given"}.isdisjoint(theirs)
    assert theirs == [
        "Referral to City TB clinic: Accepted",
        "Referral to City TB clinic: Received",
        "Referral to City TB clinic: Sent",
        "The case was opened",
    ]


def test_every_picture_exists(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        record_screen(by=by, case=cast.gulnaras_case, symptoms=Symptoms(), now=NOW, today=TODAY)
    brought_to(cast, "completed")
    for entry in story(cast):
        assert _load_icon(entry.icon) is not None
