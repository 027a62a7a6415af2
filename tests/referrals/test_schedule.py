"""The referral clock: what is waited for, until when, and when silence ends it."""

from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.working_days import working_days_after
from referrals.schedule import (
    Clock,
    Deadline,
    ReferralFacts,
    days_overdue,
    expires_on,
    is_expired,
    next_deadline,
)

DAY = timedelta(days=1)
MONDAY = date(2026, 5, 4)
FRIDAY = date(2026, 5, 8)
SATURDAY = date(2026, 5, 9)
SUNDAY = date(2026, 5, 10)
NEXT_MONDAY = date(2026, 5, 11)

FULL = ReferralFacts(
    state="sent",
    sent_on=date(2026, 5, 4),
    received_on=date(2026, 5, 6),
    accepted_on=date(2026, 5, 8),
    appointment_on=date(2026, 5, 15),
    arrived_on=date(2026, 5, 16),
)
OPEN = ["sent", "received", "accepted", "scheduled", "did_not_arrive", "arrived"]
NO_CLOCK = ["draft", "declined", "redirected", "completed", "left_early", "cancelled", "expired"]
STARTS = {
    "sent": "sent_on",
    "received": "received_on",
    "accepted": "accepted_on",
    "scheduled": "appointment_on",
    "did_not_arrive": "appointment_on",
    "arrived": "arrived_on",
}

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
counts = st.integers(min_value=0, max_value=60)
holidays = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=30)
open_facts = st.builds(
    ReferralFacts,
    state=st.sampled_from(OPEN),
    sent_on=days,
    received_on=days,
    accepted_on=days,
    appointment_on=days,
    arrived_on=days,
)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, date(2026, 5, 5)),
        (MONDAY, 4, FRIDAY),
        (MONDAY, 5, NEXT_MONDAY),
        (FRIDAY, 1, NEXT_MONDAY),
        (SATURDAY, 1, NEXT_MONDAY),
        (SUNDAY, 1, NEXT_MONDAY),
        (SATURDAY, 0, SATURDAY),
        (FRIDAY, 5, date(2026, 5, 15)),
        (FRIDAY, 10, date(2026, 5, 22)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_working_days_leap_over_the_weekend(day: date, n: int, expected: date) -> None:
    assert working_days_after(day, n) == expected


def test_working_days_leap_over_holidays() -> None:
    nauryz = frozenset({date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)})
    friday = date(2026, 3, 20)
    assert working_days_after(friday, 1, nauryz) == date(2026, 3, 26)
    assert working_days_after(friday, 3, nauryz) == date(2026, 3, 30)


def test_a_holiday_on_a_weekend_takes_nothing_more_away() -> None:
    assert working_days_after(FRIDAY, 1, frozenset({SATURDAY, SUNDAY})) == NEXT_MONDAY


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(MONDAY, -1)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 31)), counts, counts, holidays)
def test_counting_in_two_goes_is_counting_in_one(
    day: date, n: int, m: int, off: frozenset[date]
) -> None:
    halfway = working_days_after(day, n, off)
    assert working_days_after(halfway, m, off) == working_days_after(day, n + m, off)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.integers(1, 60), holidays)
def test_exactly_that_many_working_days_lie_in_between(
    day: date, n: int, off: frozenset[date]
) -> None:
    end = working_days_after(day, n, off)
    passed = [day + DAY * i for i in range(1, (end - day).days + 1)]
    assert sum(d.weekday() < 5 and d not in off for d in passed) == n
    assert end.weekday() < 5
    assert end not in off


@given(days, counts)
def test_five_working_days_are_a_week(day: date, weeks: int) -> None:
    start = working_days_after(day, 1)
    assert working_days_after(start, 5 * weeks) == start + timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("state", "deadline"),
    [
        ("sent", Deadline(date(2026, 5, 7), "receipt")),
        ("received", Deadline(date(2026, 5, 13), "answer")),
        ("accepted", Deadline(date(2026, 5, 15), "appointment")),
        ("scheduled", Deadline(date(2026, 5, 29), "arrival")),
        ("did_not_arrive", Deadline(date(2026, 5, 29), "appointment")),
        ("arrived", Deadline(date(2026, 6, 15), "outcome")),
    ],
)
def test_each_open_state_waits_for_one_thing_until_one_day(state: str, deadline: Deadline) -> None:
    assert next_deadline(replace(FULL, state=state)) == deadline


@pytest.mark.parametrize("state", NO_CLOCK)
def test_drafts_and_ended_referrals_have_no_clock(state: str) -> None:
    for facts in (ReferralFacts(state), replace(FULL, state=state)):
        assert next_deadline(facts) is None
        assert expires_on(facts) is None
        assert days_overdue(facts, date(2036, 1, 1)) == 0
        assert not is_expired(facts, date(2036, 1, 1))


@pytest.mark.parametrize("state", OPEN)
def test_a_state_without_the_day_it_counts_from_is_refused(state: str) -> None:
    with pytest.raises(ValueError, match=f"in state {state} needs its day"):
        replace(FULL, **{"state": state, STARTS[state]: None})  # type: ignore[arg-type]


@pytest.mark.parametrize("state", OPEN)
def test_only_the_day_the_state_counts_from_matters(state: str) -> None:
    bare = ReferralFacts(state, **{STARTS[state]: MONDAY})
    full = replace(FULL, **{"state": state, STARTS[state]: MONDAY})  # type: ignore[arg-type]
    assert next_deadline(bare) == next_deadline(full)
    assert expires_on(bare) == expires_on(full)


@pytest.mark.parametrize("state", ["", "Sent", "closed", "in_work"])
def test_a_state_nobody_defined_is_refused(state: str) -> None:
    with pytest.raises(ValueError, match="no such referral state"):
        ReferralFacts(state)


def test_the_answer_is_counted_from_receipt_so_a_slow_receipt_costs_the_receiver_nothing() -> None:
    late = ReferralFacts("received", sent_on=date(2026, 4, 1), received_on=MONDAY)
    assert next_deadline(late) == Deadline(NEXT_MONDAY, "answer")


def test_a_referral_sent_on_friday_is_to_be_received_by_wednesday() -> None:
    assert next_deadline(ReferralFacts("sent", sent_on=FRIDAY)) == Deadline(
        date(2026, 5, 13), "receipt"
    )


def test_days_off_move_working_day_deadlines_and_leave_calendar_ones() -> None:
    clock = Clock(holidays=frozenset({date(2026, 5, 7), date(2026, 5, 29)}))
    assert next_deadline(FULL, clock) == Deadline(FRIDAY, "receipt")
    scheduled = replace(FULL, state="scheduled")
    assert next_deadline(scheduled, clock) == Deadline(date(2026, 5, 29), "arrival")


def test_a_new_appointment_after_a_missed_one_starts_the_clock_again() -> None:
    missed = replace(FULL, state="did_not_arrive")
    again = replace(missed, state="scheduled", appointment_on=date(2026, 5, 25))
    assert next_deadline(again) == Deadline(date(2026, 6, 8), "arrival")


@pytest.mark.parametrize(
    ("state", "number"),
    [
        ("sent", "receipt_working_days"),
        ("received", "answer_working_days"),
        ("accepted", "appointment_working_days"),
        ("scheduled", "arrival_days"),
        ("did_not_arrive", "new_appointment_days"),
        ("arrived", "outcome_days"),
    ],
)
def test_each_number_of_the_clock_moves_its_own_state_and_no_other(state: str, number: str) -> None:
    clock = Clock(**{number: 90})  # type: ignore[arg-type]
    moved = {s for s in OPEN if next_deadline(replace(FULL, state=s), clock) != _usual(s)}
    assert moved == {state}


def _usual(state: str) -> Deadline | None:
    return next_deadline(replace(FULL, state=state))


def test_the_default_numbers_are_those_of_the_interface() -> None:
    clock = Clock()
    assert (clock.receipt_working_days, clock.answer_working_days) == (3, 5)
    assert (clock.appointment_working_days, clock.arrival_days) == (5, 14)
    assert (clock.new_appointment_days, clock.outcome_days, clock.silence_days) == (14, 30, 30)


def test_nothing_is_overdue_on_the_deadline_and_one_day_is_the_day_after() -> None:
    due = date(2026, 5, 7)
    assert days_overdue(FULL, due - DAY) == 0
    assert days_overdue(FULL, due) == 0
    assert days_overdue(FULL, due + DAY) == 1
    assert days_overdue(FULL, due + 10 * DAY) == 10


def test_a_month_of_silence_after_the_deadline_ends_a_referral() -> None:
    last_day = date(2026, 6, 6)
    assert expires_on(FULL) == last_day
    assert not is_expired(FULL, last_day)
    assert is_expired(FULL, last_day + DAY)


def test_how_long_silence_is_borne_can_be_chosen() -> None:
    clock = Clock(silence_days=0)
    assert expires_on(FULL, clock) == date(2026, 5, 7)
    assert is_expired(FULL, date(2026, 5, 8), clock)


@given(open_facts, days)
def test_a_referral_expires_exactly_when_it_is_overdue_by_more_than_the_silence(
    facts: ReferralFacts, today: date
) -> None:
    is_silent = days_overdue(facts, today) > Clock().silence_days
    assert is_expired(facts, today) == (is_silent and facts.state != "arrived")


@given(open_facts, st.integers(0, 400))
def test_waiting_longer_never_makes_it_less_overdue(facts: ReferralFacts, wait: int) -> None:
    deadline = next_deadline(facts)
    assert deadline is not None
    assert days_overdue(facts, deadline.on + wait * DAY) == wait
    assert days_overdue(facts, deadline.on - wait * DAY) == 0


@given(open_facts)
def test_every_referral_nobody_came_for_ends_some_day_so_no_grant_lives_for_ever(
    facts: ReferralFacts,
) -> None:
    assume(facts.state != "arrived")
    last_day = expires_on(facts)
    assert last_day is not None
    assert is_expired(facts, last_day + DAY)


@given(days, days)
def test_nobody_in_the_clinics_care_is_taken_from_it_by_the_clock(came: date, today: date) -> None:
    facts = ReferralFacts(state="arrived", arrived_on=came)
    assert expires_on(facts) is None
    assert not is_expired(facts, today)


def test_facts_and_clock_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        FULL.state = "draft"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Clock().silence_days = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Deadline(MONDAY, "answer").on = FRIDAY  # type: ignore[misc]
