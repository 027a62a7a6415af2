"""The referral clock: what a referral waits for, by which day, and when silence ends it.

Numbers from the interface (received within 3 working days, answered within 5, arrived within 14
days of the appointment, answer owed 30 days after arrival) and, where that is silent, project
choices, each marked in ``Clock``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cases.working_days import working_days_after

WaitsFor = Literal["receipt", "answer", "appointment", "arrival", "outcome"]

# What starts the clock in each open state, and what the referral then waits for.
_OPEN_STATES: dict[str, tuple[str, WaitsFor]] = {
    "sent": ("sent_on", "receipt"),
    # From receipt, not from sending: whoever must answer can only be held to the days since they
    # had the case before them. A slow receipt is overdue already, as the receipt's own deadline.
    "received": ("received_on", "answer"),
    "accepted": ("accepted_on", "appointment"),
    "scheduled": ("appointment_on", "arrival"),
    "did_not_arrive": ("appointment_on", "appointment"),
    "arrived": ("arrived_on", "outcome"),
}
_NO_CLOCK = frozenset(
    {"draft", "declined", "redirected", "completed", "left_early", "cancelled", "expired"}
)


@dataclass(frozen=True)
class Clock:
    """The numbers of the clock; an organisation's days off go into ``holidays``."""

    receipt_working_days: int = 3
    answer_working_days: int = 5
    appointment_working_days: int = 5  # project choice: as long as for the answer
    arrival_days: int = 14
    new_appointment_days: int = 14  # project choice: after a missed one, as long as for arriving
    outcome_days: int = 30
    # Project choice: a month of silence after the deadline, so that grants do not live for ever.
    silence_days: int = 30
    holidays: frozenset[date] = frozenset()


DEFAULT_CLOCK = Clock()


@dataclass(frozen=True)
class ReferralFacts:
    """A referral's state and the days on which it moved; ``appointment_on`` is the latest one.

    An unknown state, or a state without the day its clock starts from, is a ValueError.
    """

    state: str
    sent_on: date | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    appointment_on: date | None = None
    arrived_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse facts by which no clock can run."""
        if self.state not in _OPEN_STATES and self.state not in _NO_CLOCK:
            raise ValueError(f"no such referral state: {self.state}")
        if self.state in _OPEN_STATES and self.clock_starts_on is None:
            raise ValueError(f"a referral in state {self.state} needs its day")

    @property
    def clock_starts_on(self) -> date | None:
        """The day from which the present state is counted; None where no clock runs."""
        if self.state not in _OPEN_STATES:
            return None
        day: date | None = getattr(self, _OPEN_STATES[self.state][0])
        return day


@dataclass(frozen=True)
class Deadline:
    """The last day that is still in time, and what is waited for."""

    on: date
    waits_for: WaitsFor


def next_deadline(facts: ReferralFacts, clock: Clock = DEFAULT_CLOCK) -> Deadline | None:
    """Return what the referral waits for and until when; None for drafts and ended ones."""
    start = facts.clock_starts_on
    if start is None:
        return None
    return Deadline(on=_due_on(facts.state, start, clock), waits_for=_OPEN_STATES[facts.state][1])


def days_overdue(facts: ReferralFacts, today: date, clock: Clock = DEFAULT_CLOCK) -> int:
    """Return the calendar days since the deadline; 0 up to and on it, and where there is none."""
    deadline = next_deadline(facts, clock)
    return 0 if deadline is None else max(0, (today - deadline.on).days)


def expires_on(facts: ReferralFacts, clock: Clock = DEFAULT_CLOCK) -> date | None:
    """Return the last day the referral stands if nobody moves it; None where no clock runs.

    Once the person has arrived the clock only reminds: ending the referral would take the file
    from the clinic in the middle of a treatment.
    """
    deadline = next_deadline(facts, clock)
    if deadline is None or facts.state == "arrived":
        return None
    return deadline.on + timedelta(days=clock.silence_days)


def is_expired(facts: ReferralFacts, today: date, clock: Clock = DEFAULT_CLOCK) -> bool:
    """Tell whether silence has ended the referral: from the day after ``expires_on``."""
    last_day = expires_on(facts, clock)
    return last_day is not None and today > last_day


def _due_on(state: str, start: date, clock: Clock) -> date:
    calendar_days = {
        "scheduled": clock.arrival_days,
        "did_not_arrive": clock.new_appointment_days,
        "arrived": clock.outcome_days,
    }
    if state in calendar_days:
        return start + timedelta(days=calendar_days[state])
    working_days = {
        "sent": clock.receipt_working_days,
        "received": clock.answer_working_days,
        "accepted": clock.appointment_working_days,
    }
    return working_days_after(start, working_days[state], clock.holidays)
