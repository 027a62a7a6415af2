"""How an agreement stands on a day: first and last day within, thirty days' warning."""

import datetime

import pytest

from cases.agreement_rules import ALMATY, SOON_DAYS, AgreementFacts, ends_at, state_on

FIRST, LAST = datetime.date(2026, 3, 1), datetime.date(2026, 9, 30)
DAY = datetime.timedelta(days=1)
HOLDS = AgreementFacts(is_confirmed=True, has_ended=False, from_on=FIRST, until_on=LAST)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (FIRST - DAY, "coming"),
        (FIRST, "in_force"),
        (LAST - (SOON_DAYS + 1) * DAY, "in_force"),
        (LAST - SOON_DAYS * DAY, "ending"),
        (LAST, "ending"),
        (LAST + DAY, "ran_out"),
    ],
)
def test_the_first_and_the_last_day_are_within(today: datetime.date, state: str) -> None:
    assert state_on(HOLDS, today) == state


def test_what_nobody_confirmed_is_proposed_until_its_last_day_is_over() -> None:
    proposed = AgreementFacts(is_confirmed=False, has_ended=False, from_on=FIRST, until_on=LAST)
    assert state_on(proposed, FIRST - DAY) == "proposed"
    assert state_on(proposed, LAST) == "proposed"
    assert state_on(proposed, LAST + DAY) == "ran_out"


@pytest.mark.parametrize("today", [FIRST - DAY, FIRST, LAST + DAY])
def test_ended_goes_before_all_else(today: datetime.date) -> None:
    ended = AgreementFacts(is_confirmed=True, has_ended=True, from_on=FIRST, until_on=LAST)
    assert state_on(ended, today) == "ended"


def test_without_a_last_day_it_never_runs_out() -> None:
    endless = AgreementFacts(is_confirmed=True, has_ended=False, from_on=FIRST, until_on=None)
    assert state_on(endless, FIRST + 10_000 * DAY) == "in_force"
    assert ends_at(None) is None


def test_it_opens_files_until_midnight_in_almaty_after_its_last_day() -> None:
    assert ends_at(LAST) == datetime.datetime(2026, 10, 1, tzinfo=ALMATY)
