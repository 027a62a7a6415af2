"""Each role's home page: what needs me today, the most pressing first."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lucide import _load_icon

from accounts.acting import Acting, for_member
from accounts.permissions import Role
from accounts.queries import organisations
from cases.actions import add_task, finish_task
from cases.models import Task
from desk.homes import HOMES, filled_first, sections_for
from desk.work import WorkItem, WorkSection
from referrals import actions
from referrals.queries import MOST_WAITING
from tests.cast import GULNARA, NOW, RUSTAM, TODAY, Cast
from tests.referrals.crowd import HOUR, crowd
from tests.referrals.stages import asking, brought_to, drafted
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)
LONG_AGO = NOW - 60 * DAY
AUDIT = frozenset({"audit_entry"})
# Sections by their place on the page.
CASEWORKER = ("answers", "missed", "messages", "tasks", "silent", "drafts")
SUPERVISOR = ("late", "missed", "messages", "tasks", "answers")
CLINIC = ("new", "expected", "accepted", "arrived")
TONES = {"success", "danger", "info", "attention", "neutral"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def home(acting: Acting, now: datetime.datetime = NOW) -> list[WorkSection]:
    with unchanged(AUDIT), for_member(acting) as reader:
        return sections_for(reader, now)


def titles(
    acting: Acting, names: tuple[str, ...], now: datetime.datetime = NOW
) -> dict[str, list[str]]:
    """Return what stands in each section, without those that are empty."""
    sections = zip(names, home(acting, now), strict=False)
    return {
        name: [str(i.title) for i in section.items] for name, section in sections if section.items
    }


def task_of(cast: Cast, name: str, days: int, text: str = "") -> Task:
    case = cast.gulnaras_case if name == "aigul" else cast.rustams_case
    with for_member(cast.members[name]) as by:
        return add_task(
            by=by, case=case, kind="call_back", text=text, due_on=TODAY + days * DAY, now=NOW
        )


# --- everybody ------------------------------------------------------------------------------------


def test_a_system_administrator_reads_of_organisations_and_of_nobody(cast: Cast) -> None:
    brought_to(cast, "accepted")
    (section,) = home(cast.sysadmin)
    with for_member(cast.sysadmin):
        alone = [one for one in organisations() if one.is_active and not one.admins]
    assert [item.title for item in section.items] == [one.name for one in alone]
    assert alone


def test_every_role_has_a_home() -> None:
    assert HOMES.keys() == set(Role)


def test_what_is_empty_stands_below_what_needs_somebody() -> None:
    names = ("a", "b", "c", "d")
    sections = [WorkSection(n, "", "", [WorkItem("", n)] * (n in "bd"), "") for n in names]
    assert [section.title for section in filled_first(sections)] == ["b", "d", "a", "c"]


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov"])
def test_when_nothing_waits_every_section_says_so(cast: Cast, name: str) -> None:
    sections = home(cast.members[name])
    assert len(sections) == (4 if name == "dr_ahmetov" else 5)
    for section in sections:
        assert section.items == []
        assert str(section.title)
        assert str(section.empty_text).endswith(".")
        assert section.tone in TONES
        assert _load_icon(section.icon) is not None


# --- the caseworker -------------------------------------------------------------------------------


def test_an_answer_that_came_back_waits_until_it_is_noted(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    assert titles(cast.aigul, CASEWORKER) == {"answers": [GULNARA]}
    with for_member(cast.aigul) as by:
        actions.note_referral(by=by, referral=referral, now=NOW)
    assert titles(cast.aigul, CASEWORKER) == {}


@pytest.mark.parametrize("state", ["declined", "redirected", "left_early", "expired"])
def test_whatever_ended_without_her_comes_back_to_the_caseworker(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    assert titles(cast.aigul, CASEWORKER) == {"answers": [GULNARA]}


def test_what_she_took_back_herself_does_not_come_back(cast: Cast) -> None:
    brought_to(cast, "cancelled")
    assert titles(cast.aigul, CASEWORKER) == {}


def test_who_did_not_come_waits_at_once_and_only_there(cast: Cast) -> None:
    brought_to(cast, "did_not_arrive")
    assert titles(cast.aigul, CASEWORKER) == {"missed": [GULNARA]}
    assert titles(cast.aigul, CASEWORKER, NOW + 60 * DAY) == {"missed": [GULNARA]}


def test_who_did_not_come_is_not_hidden_behind_many_that_are_in_order(cast: Cast) -> None:
    crowd(cast, MOST_WAITING + 5)
    brought_to(cast, "did_not_arrive")
    for member, names in ((cast.aigul, CASEWORKER), (cast.saule, SUPERVISOR)):
        assert titles(member, names)["missed"] == [GULNARA]


@pytest.mark.parametrize(
    ("days", "waits"), [(-400, True), (-1, True), (0, True), (3, True), (4, False)]
)
def test_a_task_waits_from_three_days_before_its_day(cast: Cast, days: int, waits: bool) -> None:
    task_of(cast, "aigul", days)
    assert titles(cast.aigul, CASEWORKER) == ({"tasks": [GULNARA]} if waits else {})


def test_a_done_task_and_a_colleagues_task_do_not_wait(cast: Cast) -> None:
    done = task_of(cast, "aigul", 0)
    task_of(cast, "daniyar", 0)
    with for_member(cast.aigul) as by:
        finish_task(by=by, task=done, now=NOW)
    assert titles(cast.aigul, CASEWORKER) == {}
    assert titles(cast.daniyar, CASEWORKER) == {"tasks": [RUSTAM]}


def test_a_referral_waits_once_it_is_late_and_not_before(cast: Cast) -> None:
    brought_to(cast, "sent")
    assert titles(cast.aigul, CASEWORKER) == {}
    assert titles(cast.aigul, CASEWORKER, NOW + 10 * DAY) == {"silent": [GULNARA]}


def test_what_was_silent_longest_stands_first(cast: Cast) -> None:
    crowd(cast, 3, sent_at=LONG_AGO)
    assert titles(cast.aigul, CASEWORKER) == {"silent": ["Person 2", "Person 1", "Person 0"]}


def test_drafts_have_a_section_only_when_there_are_some(cast: Cast) -> None:
    drafted(cast)
    assert titles(cast.aigul, CASEWORKER) == {"drafts": [GULNARA]}
    assert len(home(cast.aigul)) == 6
    assert len(home(cast.daniyar)) == 5


# --- the supervisor -------------------------------------------------------------------------------


def test_the_supervisor_sees_what_is_late_in_the_whole_team(cast: Cast) -> None:
    crowd(cast, 1, cast.daniyar, sent_at=LONG_AGO)
    crowd(cast, 1, sent_at=LONG_AGO)
    crowd(cast, 1)
    task_of(cast, "aigul", -1)
    task_of(cast, "daniyar", 0)
    found = titles(cast.saule, SUPERVISOR)
    assert found == {"late": ["Person 0", "Person 0"], "tasks": [GULNARA]}


def test_who_did_not_come_is_late_once_no_new_appointment_was_made_in_time(cast: Cast) -> None:
    brought_to(cast, "did_not_arrive")
    assert titles(cast.saule, SUPERVISOR) == {"missed": [GULNARA]}
    assert titles(cast.saule, SUPERVISOR, NOW + 60 * DAY) == {"late": [GULNARA]}


def test_the_supervisor_sees_answers_that_nobody_has_read(cast: Cast) -> None:
    brought_to(cast, "completed")
    assert titles(cast.saule, SUPERVISOR) == {"answers": [GULNARA]}


def test_drafts_are_the_caseworkers_own(cast: Cast) -> None:
    drafted(cast)
    assert titles(cast.saule, SUPERVISOR) == {}


def test_another_house_sees_nothing_of_it(cast: Cast) -> None:
    brought_to(cast, "completed")
    task_of(cast, "aigul", -1)
    assert titles(cast.timur, CASEWORKER) == {}
    assert titles(cast.dr_lee, CLINIC) == {}


# --- the clinic -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "section"),
    [
        ("sent", "new"),
        ("received", "new"),
        ("accepted", "accepted"),
        ("did_not_arrive", "accepted"),
        ("arrived", "arrived"),
    ],
)
def test_each_referral_waits_where_it_stands(cast: Cast, state: str, section: str) -> None:
    brought_to(cast, state)
    for name in ("dr_ahmetov", "nurse_olga"):
        assert titles(cast.members[name], CLINIC) == {section: [GULNARA]}


@pytest.mark.parametrize("state", ["draft", "completed", "declined", "cancelled", "expired"])
def test_what_is_not_theirs_to_do_does_not_wait_at_the_clinic(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    assert titles(cast.dr_ahmetov, CLINIC) == {}


def test_those_expected_today_or_earlier_stand_there_and_not_those_of_tomorrow(cast: Cast) -> None:
    midday = NOW.replace(hour=12)
    midnight = (midday + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    for place, moment in enumerate((midnight - HOUR, midday - 3 * DAY, midnight)):
        crowd(cast, 1, state="scheduled", appointment_at=moment, shown_name=f"Shown at {place}")
    assert titles(cast.nurse_olga, CLINIC, midday) == {"expected": ["Shown at 1", "Shown at 0"]}


def test_without_the_name_the_clinic_reads_the_number(cast: Cast) -> None:
    referral = brought_to(cast, "sent", asking(cast, "health"))
    number = f"{referral.number[:3]}-{referral.number[3:6]}-{referral.number[6:]}"
    assert titles(cast.dr_ahmetov, CLINIC) == {"new": [number]}


# --- written down, and at what cost ---------------------------------------------------------------


def test_everybody_whose_name_stands_on_a_home_page_is_written_down(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    task_of(cast, "aigul", 0)
    with audited() as entries:
        home(cast.aigul)
    assert {(e.verb, e.subject_type, e.subject_id) for e in entries} == {
        ("listed", "referral", referral.pk),
        ("listed", "case", cast.gulnaras_case.pk),
    }


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov"])
def test_forty_waiting_cost_as_many_queries_as_three(cast: Cast, name: str) -> None:
    costs = []
    for count in (3, 37):
        crowd(cast, count, sent_at=LONG_AGO)
        crowd(cast, count, state="completed", ended_at=NOW)
        crowd(cast, count, state="draft", sent_at=None)
        crowd(cast, count, state="scheduled", appointment_at=NOW)
        crowd(cast, count, state="did_not_arrive", appointment_at=NOW)
        for _ in range(count):
            task_of(cast, "aigul", -1)
        with for_member(cast.members[name]) as reader, CaptureQueriesContext(connection) as found:
            sections = sections_for(reader, NOW)
        assert sum(len(section.items) for section in sections) > count
        costs.append(len(found))
    assert costs[0] == costs[1] <= 18
