"""One thing that waits: where it leads, what it says, how loudly."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from cases.tasks_due import TaskRow
from desk import work
from desk.work import WorkItem
from referrals.queries import ReferralRow

ALMATY = ZoneInfo("Asia/Almaty")
KEY = uuid.UUID("01900000-0000-7000-8000-000000000001")
DAY = datetime.date(2026, 5, 9)
# Half past nine in the evening in Greenwich is the next day in Almaty.
MOVED = datetime.datetime(2026, 5, 8, 21, 30, tzinfo=datetime.UTC)
ROW = ReferralRow(
    id=KEY,
    number="123-456-7890",
    name="Gulnara",
    sender="Komek",
    recipient="City TB clinic",
    is_ours=True,
    state="received",
    state_label="Received",
    tone="info",
    priority="routine",
    priority_label="In the usual order",
    reason_label="A first test",
    moved_at=MOVED,
    appointment_at=None,
    due_on=DAY,
    days_late=0,
    due="",
)
TASK = TaskRow(
    id=KEY,
    case_id=KEY,
    number="123-456-7890",
    name="Gulnara",
    kind="Call back",
    text="",
    due_on=DAY,
)
PAGE, CASE = f"/referrals/{KEY}/", f"/cases/{KEY}/"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"), timezone.override(ALMATY):
        yield


# --- a referral -----------------------------------------------------------------------------------


def test_a_referral_in_time_says_until_when() -> None:
    assert work.of_referral(ROW) == WorkItem(
        url=PAGE,
        title="Gulnara",
        detail="City TB clinic · A first test",
        when="by 09.05.2026",
        tone="info",
        badge="Received",
    )


def test_the_clinic_reads_who_sent_it() -> None:
    item = work.of_referral(replace(ROW, is_ours=False))
    assert item.detail == "Komek · A first test"


def test_who_has_no_name_here_has_a_number() -> None:
    for make in (work.of_referral, work.of_appointment, work.of_answer):
        assert make(replace(ROW, name="")).title == "123-456-7890"


def test_a_late_referral_says_how_late_and_stands_out() -> None:
    item = work.of_referral(replace(ROW, days_late=1))
    assert (item.when, item.tone, item.badge) == ("1 day late", "attention", "Received")


@pytest.mark.parametrize("days_late", [0, 5])
def test_what_is_to_be_done_at_once_stands_out_most(days_late: int) -> None:
    row = replace(ROW, priority="stat", priority_label="At once", days_late=days_late)
    item = work.of_referral(row)
    assert (item.tone, item.badge) == ("danger", "At once")


def test_what_is_urgent_says_so_instead_of_its_state() -> None:
    item = work.of_referral(replace(ROW, priority="urgent", priority_label="Within days"))
    assert (item.tone, item.badge) == ("info", "Within days")


def test_what_waits_for_nothing_says_nothing_of_time() -> None:
    assert work.of_referral(replace(ROW, due_on=None)).when == ""


# --- an expected person ---------------------------------------------------------------------------


def test_an_expected_person_has_the_hour_in_almaty() -> None:
    item = work.of_appointment(replace(ROW, appointment_at=MOVED, is_ours=False))
    assert item == WorkItem(PAGE, "Gulnara", "Komek · A first test", "09.05.2026 02:30")


def test_who_should_have_been_marked_long_ago_stands_out() -> None:
    item = work.of_appointment(replace(ROW, appointment_at=MOVED, days_late=2))
    assert (item.tone, item.badge) == ("attention", "Received")


def test_without_an_hour_none_is_made_up() -> None:
    assert work.of_appointment(ROW).when == ""


# --- an answer ------------------------------------------------------------------------------------


def test_an_answer_says_on_which_day_it_came_in_almaty() -> None:
    item = work.of_answer(replace(ROW, state="completed", state_label="Answered"))
    assert item == WorkItem(
        url=PAGE,
        title="Gulnara",
        detail="City TB clinic · A first test",
        when="09.05.2026",
        tone="success",
        badge="Answered",
    )


# --- a referral on its own case's page ------------------------------------------------------------


def test_on_its_cases_page_a_referral_names_the_other_side() -> None:
    item = work.of_case_referral(ROW)
    assert (item.title, item.detail, item.when) == (
        "City TB clinic", "A first test", "by 09.05.2026"
    )  # fmt: skip
    assert work.of_case_referral(replace(ROW, is_ours=False)).title == "Komek"


@pytest.mark.parametrize(
    ("changed", "when"),
    [
        ({"days_late": 3}, "3 days late"),
        ({"state": "scheduled", "appointment_at": MOVED}, "09.05.2026 02:30"),
        ({"state": "scheduled", "appointment_at": MOVED, "days_late": 3}, "3 days late"),
        ({"state": "arrived", "appointment_at": MOVED}, "by 09.05.2026"),
        ({"state": "completed", "due_on": None}, "09.05.2026"),
    ],
)
def test_on_its_cases_page_a_referral_says_the_moment_that_matters(
    changed: dict[str, object], when: str
) -> None:
    item = work.of_case_referral(replace(ROW, **changed))  # type: ignore[arg-type]
    assert item.when == when
    assert (item.tone == "attention") == ("days_late" in changed)


# --- a task ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "when", "tone"),
    [
        (-1, "by 09.05.2026", ""),
        (0, "by 09.05.2026", ""),
        (1, "1 day late", "attention"),
        (40, "40 days late", "attention"),
    ],
)
def test_a_task_says_until_when_or_how_late(days: int, when: str, tone: str) -> None:
    item = work.of_task(TASK, DAY + datetime.timedelta(days=days))
    assert item == WorkItem(CASE, "Gulnara", "Call back", when, tone)


def test_a_task_says_more_where_more_was_written() -> None:
    item = work.of_task(replace(TASK, text="After five", name=""), DAY)
    assert (item.title, item.detail) == ("123-456-7890", "Call back: After five")


def test_a_day_that_nobody_named_is_left_out() -> None:
    assert work.by(None) == ""
    assert work.by(DAY) == "by 09.05.2026"
