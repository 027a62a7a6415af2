"""The clock's facts of a stored referral: days as they are counted in Almaty."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from referrals.models import Referral
from referrals.moments import facts_of
from referrals.schedule import ReferralFacts

UTC = datetime.UTC
LATE = datetime.datetime(2026, 5, 4, 20, 30, tzinfo=UTC)  # half past one on the 5th in Almaty
DAY = datetime.date(2026, 5, 5)
MOMENTS = {
    "sent_at": "sent_on",
    "received_at": "received_on",
    "accepted_at": "accepted_on",
    "appointment_at": "appointment_on",
    "arrived_at": "arrived_on",
}


@pytest.mark.parametrize(("column", "fact"), MOMENTS.items())
def test_a_moment_after_midnight_in_almaty_counts_for_the_new_day(column: str, fact: str) -> None:
    facts = facts_of(Referral(**{column: LATE}))
    assert getattr(facts, fact) == DAY


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(18, 59, 4), (19, 0, 5), (0, 0, 4), (23, 59, 5)]
)
def test_the_day_turns_at_midnight_in_almaty(hour: int, minute: int, day: int) -> None:
    moment = datetime.datetime(2026, 5, 4, hour, minute, tzinfo=UTC)
    assert facts_of(Referral(sent_at=moment)).sent_on == datetime.date(2026, 5, day)


def test_the_zone_in_which_a_moment_is_written_does_not_matter() -> None:
    elsewhere = LATE.astimezone(ZoneInfo("America/New_York"))
    assert facts_of(Referral(sent_at=elsewhere)) == facts_of(Referral(sent_at=LATE))


@pytest.mark.parametrize(("column", "fact"), MOMENTS.items())
def test_what_has_not_happened_has_no_day(column: str, fact: str) -> None:
    others = {name: LATE for name in MOMENTS if name != column}
    facts = facts_of(Referral(**others))
    assert getattr(facts, fact) is None
    assert all(getattr(facts, MOMENTS[name]) == DAY for name in others)


def test_the_state_is_passed_on() -> None:
    assert facts_of(Referral(state="sent", sent_at=LATE)) == ReferralFacts("sent", sent_on=DAY)
    assert facts_of(Referral()) == ReferralFacts("draft")


def test_an_open_state_without_its_moment_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="in state accepted needs its day"):
        facts_of(Referral(state="accepted", sent_at=LATE))
