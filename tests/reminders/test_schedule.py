"""What is due when: every rule, every edge, and what holds for any appointment whatever."""

import datetime
import uuid
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.schedule import HORIZON, Appointment, Planned, ToDo, plan

ALMATY, BISHKEK = ZoneInfo("Asia/Almaty"), ZoneInfo("Asia/Bishkek")
KEY = uuid.UUID(int=1)
WEDNESDAY = date(2026, 3, 4)
LONG_AGO = datetime.datetime(2026, 1, 1, tzinfo=UTC)
SUNDAY = datetime.datetime(2026, 3, 1, 9, tzinfo=ALMATY)


def local(day: int, hour: int, minute: int = 0, zone: ZoneInfo = ALMATY) -> datetime.datetime:
    """Return a moment of March 2026."""
    return datetime.datetime(2026, 3, day, hour, minute, tzinfo=zone)


def told(
    at: datetime.datetime,
    made_at: datetime.datetime = LONG_AGO,
    now: datetime.datetime = SUNDAY,
    zone: ZoneInfo = ALMATY,
) -> dict[str, tuple[int, str]]:
    """Return the day and the hour at which one is told of an appointment, by rule."""
    return when(plan([Appointment(KEY, at, made_at)], [], now, zone), zone)


def asked(
    kind: str,
    made_at: datetime.datetime = LONG_AGO,
    now: datetime.datetime = SUNDAY,
) -> dict[str, tuple[int, str]]:
    """Return the day and the hour at which one is told of a task of the 4th of March, by rule."""
    return when(plan([], [ToDo(KEY, kind, WEDNESDAY, made_at)], now, ALMATY), ALMATY)


def when(planned: list[Planned], zone: ZoneInfo) -> dict[str, tuple[int, str]]:
    """Return the day and the hour by rule."""
    due = {one.rule: one.due_at.astimezone(zone) for one in planned}
    return {rule: (at.day, at.strftime("%H:%M")) for rule, at in due.items()}


@pytest.mark.parametrize(
    ("hour", "minute", "today"),
    [
        (12, 0, "10:00"),
        (9, 31, "07:31"),
        (9, 30, "07:30"),
        (8, 0, "07:30"),
        (7, 31, "07:30"),
        (23, 59, "21:59"),
    ],
)
def test_one_is_told_the_evening_before_and_two_hours_before(
    hour: int, minute: int, today: str
) -> None:
    assert told(local(4, hour, minute)) == {
        "appointment_tomorrow": (3, "18:00"),
        "appointment_today": (4, today),
    }


@pytest.mark.parametrize("hour", [0, 6, 7])
def test_nobody_is_woken_for_an_early_appointment(hour: int) -> None:
    assert told(local(4, hour)) == {"appointment_tomorrow": (3, "18:00")}


@pytest.mark.parametrize(
    ("made_at", "due"),
    [
        (local(3, 17, 59), (3, "18:00")),
        (local(3, 18, 0), (3, "18:00")),
        (local(3, 18, 1), (3, "18:01")),
        (local(3, 20, 59), (3, "20:59")),
        (local(3, 21, 0), (4, "07:30")),
        (local(3, 23, 30), (4, "07:30")),
        (local(4, 0, 30), (4, "07:30")),
        (local(4, 8, 59), (4, "08:59")),
    ],
)
def test_an_appointment_made_late_is_told_of_at_once_but_not_at_night(
    made_at: datetime.datetime, due: tuple[int, str]
) -> None:
    assert told(local(4, 12), made_at)["appointment_tomorrow"] == due


@pytest.mark.parametrize("made_at", [local(4, 9), local(4, 9, 1), local(4, 11)])
def test_three_hours_before_only_the_reminder_of_the_day_is_left(
    made_at: datetime.datetime,
) -> None:
    assert set(told(local(4, 12), made_at)) == {"appointment_today"}


@pytest.mark.parametrize(
    ("now", "rules"),
    [
        (local(4, 8, 59), {"appointment_tomorrow", "appointment_today"}),
        (local(4, 9, 0), {"appointment_today"}),
        (local(4, 11, 59), {"appointment_today"}),
        (local(4, 12, 0), set()),
        (local(9, 12, 0), set()),
    ],
)
def test_nothing_is_planned_for_the_past(now: datetime.datetime, rules: set[str]) -> None:
    assert set(told(local(4, 12), now=now)) == rules


def test_nothing_is_planned_beyond_the_horizon() -> None:
    due = local(4, 18) - HORIZON
    assert told(local(5, 12), now=due - timedelta(minutes=1)) == {}
    assert set(told(local(5, 12), now=due)) == {"appointment_tomorrow"}


def test_a_call_is_announced_at_nine_on_its_day() -> None:
    assert asked("call_back") == {"call_today": (4, "09:00")}
    assert asked("call_back", made_at=local(4, 14)) == {"call_today": (4, "14:00")}
    assert asked("call_back", made_at=local(4, 18)) == {}
    assert asked("call_back", now=local(4, 17, 59)) == {"call_today": (4, "09:00")}
    assert asked("call_back", now=local(4, 18)) == {}


def test_going_together_is_announced_the_evening_before() -> None:
    assert asked("accompany") == {"meeting_tomorrow": (3, "18:00")}
    assert asked("accompany", made_at=local(3, 22)) == {"meeting_tomorrow": (4, "07:30")}
    assert asked("accompany", made_at=local(4, 9)) == {}
    assert asked("accompany", now=local(4, 9)) == {}


@pytest.mark.parametrize("kind", ["tb_test", "refer", "papers", "other"])
def test_nobody_is_told_of_other_tasks(kind: str) -> None:
    assert asked(kind) == {}


def test_the_hours_are_those_of_the_persons_zone() -> None:
    at = local(4, 12, zone=BISHKEK)
    assert told(at, zone=BISHKEK)["appointment_tomorrow"] == (3, "18:00")
    # One hour further west the same moment is eleven, and the evening before comes an hour later.
    assert told(at, zone=ALMATY)["appointment_today"] == (4, "09:00")


def test_a_day_of_twenty_five_hours_has_its_evening_all_the_same() -> None:
    # Almaty went from +6 to +5 at the end of 29 February 2024.
    at = datetime.datetime(2024, 3, 1, 1, 0, tzinfo=ALMATY)
    made_at = at - timedelta(days=30)
    (before,) = plan([Appointment(KEY, at, made_at)], [], at - timedelta(days=2), ALMATY)
    assert before.due_at == datetime.datetime(2024, 2, 29, 12, 0, tzinfo=UTC)
    assert before.useful_until == datetime.datetime(2024, 2, 29, 17, 0, tzinfo=UTC)


def test_what_is_due_first_comes_first() -> None:
    late, soon = local(5, 12), local(4, 12)
    appointments = [
        Appointment(uuid.UUID(int=n), at, LONG_AGO) for n, at in enumerate((late, soon))
    ]
    due = [one.due_at for one in plan(appointments, [], SUNDAY, ALMATY)]
    assert due == sorted(due)


BEGIN = datetime.datetime(2023, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=1461)).map(lambda after: BEGIN + after)
DAYS = st.dates(date(2023, 1, 1), date(2027, 1, 1))
APPOINTMENTS = st.builds(Appointment, st.uuids(), MOMENTS, MOMENTS)
TASKS = st.builds(ToDo, st.uuids(), st.sampled_from(["call_back", "accompany"]), DAYS, MOMENTS)
NOWS = st.timedeltas(timedelta(days=-10), timedelta(days=2))


@given(APPOINTMENTS, NOWS)
def test_of_any_appointment_one_is_told_in_time_by_day_and_of_the_right_day(
    one: Appointment, before: timedelta
) -> None:
    now = one.at + before
    for planned in plan([one], [], now, ALMATY):
        assert planned.due_at < planned.useful_until <= one.at
        assert now < planned.useful_until
        assert planned.appointment_at == one.at
        assert planned.day == one.at.astimezone(ALMATY).date()
        assert planned.due_on in {planned.day, planned.day - timedelta(days=1)}
        hour = planned.due_at.astimezone(ALMATY).time()
        assert time(7, 30) <= hour < time(22, 0)


@given(TASKS, MOMENTS)
def test_of_any_task_one_is_told_by_day_and_while_it_is_of_use(
    one: ToDo, now: datetime.datetime
) -> None:
    for planned in plan([], [one], now, ALMATY):
        assert planned.due_at < planned.useful_until
        assert now < planned.useful_until
        assert time(7, 30) <= planned.due_at.astimezone(ALMATY).time() < time(21, 0)


@given(st.lists(APPOINTMENTS), st.lists(TASKS), MOMENTS, st.timedeltas(timedelta(0), timedelta(1)))
def test_as_time_goes_by_nothing_changes_but_what_comes_and_what_passes(
    appointments: list[Appointment],
    tasks: list[ToDo],
    now: datetime.datetime,
    later: timedelta,
) -> None:
    first = {one.key: one for one in plan(appointments, tasks, now, ALMATY)}
    then = {one.key: one for one in plan(appointments, tasks, now + later, ALMATY)}
    for key in first.keys() - then.keys():
        assert first[key].useful_until <= now + later
    for key in then.keys() - first.keys():
        assert then[key].due_at > now + HORIZON
    assert all(first[key] == then[key] for key in first.keys() & then.keys())
