"""Which referrals are late: all of them, however many in time stand before them."""

import datetime
from typing import Any

import pytest

from accounts.acting import Acting, for_member
from referrals import queries
from referrals.states import ENDED
from referrals.states import ReferralState as S
from tests.cast import NOW, TODAY, Cast
from tests.referrals.crowd import crowd
from tests.watching import unchanged

DAY = datetime.timedelta(days=1)
OPEN = tuple(state for state in S if state not in ENDED and state is not S.DRAFT)
AUDIT = frozenset({"audit_entry"})
MOMENTS = {
    "sent": "sent_at",
    "received": "received_at",
    "accepted": "accepted_at",
    "scheduled": "appointment_at",
    "did_not_arrive": "appointment_at",
    "arrived": "arrived_at",
}


def late(acting: Acting, *states: S, today: datetime.date = TODAY) -> list[queries.ReferralRow]:
    with unchanged(AUDIT), for_member(acting) as reader:
        return queries.late(reader, states or OPEN, today)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("age", [0, 3, 4, 5, 6, 8, 9, 14, 15, 16, 30, 31, 32, 60])
def test_what_the_clock_calls_late_is_found_and_nothing_else(
    cast: Cast, state: S, age: int
) -> None:
    then = NOW - age * DAY
    columns: dict[str, Any] = {"state": state.value, "moved_at": then, "sent_at": then}
    crowd(cast, 1, **(columns | {MOMENTS[state]: then}))
    with for_member(cast.aigul) as reader:
        (row,) = queries.waiting(reader, (state,), TODAY)
    assert bool(late(cast.aigul, state)) == bool(row.days_late)


def test_late_ones_are_not_hidden_behind_many_that_are_in_time(cast: Cast) -> None:
    in_time: dict[str, Any] = {"state": "scheduled", "appointment_at": NOW + 300 * DAY}
    crowd(cast, queries.MOST_WAITING + 5, **in_time, sent_at=NOW - 90 * DAY)
    (forgotten,) = crowd(cast, 1, sent_at=NOW - 20 * DAY, moved_at=NOW - 20 * DAY)
    assert [row.id for row in late(cast.aigul)] == [forgotten.pk]


def test_late_ones_are_cut_before_they_flood_the_page(cast: Cast) -> None:
    crowd(cast, queries.MOST_WAITING + 3, sent_at=NOW - 20 * DAY, moved_at=NOW - 20 * DAY)
    assert len(late(cast.saule)) == queries.MOST_WAITING


def test_nobody_elses_late_referrals_are_found(cast: Cast) -> None:
    crowd(cast, 2, sent_at=NOW - 20 * DAY, moved_at=NOW - 20 * DAY)
    assert late(cast.daniyar) == late(cast.timur) == []
