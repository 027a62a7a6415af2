"""Lists are written down, and cost the same however long they are."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.acting import Acting, for_member
from cases.paging import PAGE_SIZE
from referrals import queries
from referrals.states import ReferralState as S
from tests.cast import NOW, TODAY, Cast
from tests.referrals.crowd import crowd
from tests.referrals.listing import ENDED_AT, SCHEDULED, rows
from tests.referrals.stages import (
    asking,
    brought_to,
)
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- written down ---------------------------------------------------------------------------------

LISTS: dict[str, Callable[[Acting], object]] = {
    "list": lambda by: queries.list_referrals(by, number=1, today=TODAY, ended=False),
    "waiting": lambda by: queries.waiting(by, (S.SENT, S.SCHEDULED), TODAY),
    "expected": lambda by: queries.expected_by(by, NOW + DAY, TODAY),
}


@pytest.mark.parametrize("name", LISTS)
def test_everybody_seen_in_a_list_is_written_down_once_and_nothing_else_changes(
    cast: Cast, name: str
) -> None:
    referrals = crowd(cast, 3, **SCHEDULED)
    crowd(cast, 2, cast.daniyar, **SCHEDULED)
    but = frozenset({"audit_entry"})
    with unchanged(but), audited() as entries, for_member(cast.aigul) as reader:
        LISTS[name](reader)
    assert {entry.subject_id for entry in entries} == {one.pk for one in referrals}
    assert len(entries) == 3
    for entry in entries:
        assert (entry.verb, entry.subject_type) == ("listed", "referral")
        assert entry.data_classes == ["identity", "referral"]
        assert entry.actor_id == cast.aigul.user_id


def test_an_empty_list_writes_nothing_down(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul) as reader:
        for ask in LISTS.values():
            ask(reader)
        queries.to_note(reader, TODAY)


def test_only_the_page_that_was_shown_is_written_down(cast: Cast) -> None:
    referrals = crowd(cast, PAGE_SIZE + 2)
    with audited() as entries:
        rows(cast.aigul, 2)
    assert {e.subject_id for e in entries} == {one.pk for one in referrals[PAGE_SIZE:]}


# --- at what cost ---------------------------------------------------------------------------------


def cost(acting: Acting, ask: Callable[[Acting], object]) -> int:
    with for_member(acting) as reader, CaptureQueriesContext(connection) as captured:
        ask(reader)
    return len(captured)


@pytest.mark.parametrize("member", ["aigul", "saule", "dr_ahmetov"])
def test_thirty_referrals_cost_as_many_queries_as_three(cast: Cast, member: str) -> None:
    asks = LISTS | {
        "to note": lambda by: queries.to_note(by, TODAY),
        "ended": lambda by: queries.list_referrals(by, number=1, today=TODAY, ended=True),
    }
    costs = []
    for count in (3, 27):
        crowd(cast, count, **SCHEDULED)
        crowd(cast, count, **ENDED_AT)
        costs.append({name: cost(cast.members[member], ask) for name, ask in asks.items()})
    assert costs[0] == costs[1]
    assert max(costs[0].values()) <= 3


def test_a_case_with_many_referrals_costs_no_more_than_one_with_few(cast: Cast) -> None:
    asks: dict[str, Callable[[Acting], object]] = {
        "rows": lambda by: queries.referrals_of_case(by, cast.gulnaras_case.pk, TODAY),
        "steps": lambda by: queries.steps_of_case(by, cast.gulnaras_case.pk),
    }
    costs = []
    for reasons in (("screening",), ("emergency", "initial_test", "clients_wish")):
        for reason in reasons:
            brought_to(cast, "accepted", asking(cast, reason=reason))
        costs.append({name: cost(cast.aigul, ask) for name, ask in asks.items()})
    assert costs[0] == costs[1] == {"rows": 3, "steps": 1}
