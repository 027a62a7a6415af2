"""Lists of referrals: whose, in what order, how many at a time, at what cost, and written down."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import Acting, for_member, for_system
from cases import numbers
from cases.paging import PAGE_SIZE
from referrals import queries
from referrals.models import Referral
from referrals.states import ReferralState as S
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.referrals.crowd import HOUR, crowd
from tests.referrals.listing import ENDED_AT, SCHEDULED, rows
from tests.referrals.stages import (
    ENDED,
    OPEN,
    ROADS,
    asking,
    brought_to,
    drafted,
    steps_of,
)

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def waiting(acting: Acting, *states: S, today: datetime.date = TODAY) -> list[queries.ReferralRow]:
    with for_member(acting) as reader:
        return queries.waiting(reader, states, today)


# --- one row --------------------------------------------------------------------------------------


def test_the_caseworker_reads_whom_it_is_about_and_where_it_stands(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    (row,) = rows(cast.aigul)
    assert (row.id, row.number) == (referral.pk, numbers.format_number(referral.number))
    assert (row.name, row.sender, row.recipient) == (GULNARA, "Komek", "City TB clinic")
    assert (row.state, row.state_label, row.tone) == ("received", "Received", "info")
    assert (row.priority, row.priority_label) == ("routine", "In the usual order")
    assert row.reason_label == "A first test"
    assert row.moved_at == NOW
    assert row.is_ours


def test_the_clinic_reads_the_name_it_was_shown(cast: Cast) -> None:
    brought_to(cast, "received")
    (row,) = rows(cast.nurse_olga)
    assert (row.name, row.is_ours) == (GULNARA, False)


def test_the_clinic_reads_no_name_that_it_was_not_shown(cast: Cast) -> None:
    brought_to(cast, "accepted", asking(cast, "health"))
    (row,) = rows(cast.dr_ahmetov)
    assert row.name == ""
    assert rows(cast.aigul)[0].name == GULNARA


def test_a_row_says_until_when_and_then_how_late(cast: Cast) -> None:
    brought_to(cast, "received")
    (row,) = rows(cast.aigul)
    assert row.due_on is not None
    assert (row.days_late, row.due) == (0, f"by {row.due_on:%d.%m.%Y}")
    (late,) = rows(cast.aigul, today=row.due_on + 2 * DAY)
    assert (late.days_late, late.due) == (2, "2 days late")


def test_what_waits_for_nothing_says_nothing_of_time(cast: Cast) -> None:
    drafted(cast)
    (row,) = rows(cast.aigul)
    assert (row.due_on, row.days_late, row.due) == (None, 0, "")


# --- which rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ROADS)
def test_a_list_holds_what_is_open_and_another_what_has_ended(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    assert [row.state for row in rows(cast.saule)] == ([state] if state in OPEN else [])
    assert [row.state for row in rows(cast.saule, ended=True)] == (
        [state] if state in ENDED else []
    )


def test_each_sees_their_own_and_strangers_see_nothing(cast: Cast) -> None:
    brought_to(cast, "accepted")
    for name, member in cast.members.items():
        seen = len(rows(member))
        assert seen == (name in {"aigul", "saule", "dr_ahmetov", "nurse_olga"}), name


def test_a_colleagues_referrals_are_the_supervisors_to_see_and_not_mine(cast: Cast) -> None:
    crowd(cast, 2, cast.daniyar)
    crowd(cast, 1)
    assert [len(rows(who)) for who in (cast.aigul, cast.daniyar, cast.saule)] == [1, 2, 3]


def test_the_referrals_of_a_case_are_of_that_case_newest_first(cast: Cast) -> None:
    crowd(cast, 2)
    older = brought_to(cast, "declined")
    newer = brought_to(cast, "sent")
    with for_member(cast.aigul) as reader:
        found = queries.referrals_of_case(reader, cast.gulnaras_case.pk, TODAY)
    assert [row.id for row in found] == [newer.pk, older.pk]
    with for_member(cast.timur) as reader:
        assert queries.referrals_of_case(reader, cast.gulnaras_case.pk, TODAY) == []


# --- order and pages ------------------------------------------------------------------------------


def test_what_moved_last_stands_first(cast: Cast) -> None:
    referrals = crowd(cast, 5)
    assert [row.id for row in rows(cast.aigul)] == [one.pk for one in referrals]


def test_of_what_moved_at_the_same_moment_the_newer_stands_first(cast: Cast) -> None:
    referrals = crowd(cast, 4)
    with for_system(reason="tests"):
        Referral.objects.update(moved_at=NOW)
    assert [row.id for row in rows(cast.aigul)] == [one.pk for one in reversed(referrals)]


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1])
def test_a_page_holds_so_many_and_says_whether_more_follow(cast: Cast, count: int) -> None:
    crowd(cast, count)
    with for_member(cast.aigul) as reader:
        page = queries.list_referrals(reader, number=1, today=TODAY, ended=False)
        second = queries.list_referrals(reader, number=2, today=TODAY, ended=False)
    assert len(page.rows) == min(count, PAGE_SIZE)
    assert page.has_next == (count > PAGE_SIZE)
    assert len(second.rows) == max(0, count - PAGE_SIZE)
    assert second.has_previous
    assert not second.has_next


def test_pages_share_out_the_rows_without_losing_or_repeating_any(cast: Cast) -> None:
    referrals = crowd(cast, PAGE_SIZE + 7)
    seen = [row.id for number in (1, 2) for row in rows(cast.dr_ahmetov, number)]
    assert seen == [one.pk for one in referrals]


# --- what waits -----------------------------------------------------------------------------------


def test_what_waits_longest_stands_first(cast: Cast) -> None:
    referrals = crowd(cast, 4)
    found = waiting(cast.dr_ahmetov, S.SENT)
    assert [row.id for row in found] == [one.pk for one in reversed(referrals)]
    assert waiting(cast.dr_ahmetov, S.RECEIVED) == []


def test_what_waits_is_cut_before_it_floods_the_page(cast: Cast) -> None:
    crowd(cast, queries.MOST_WAITING + 3)
    assert len(waiting(cast.aigul, S.SENT)) == queries.MOST_WAITING


def test_several_states_wait_together(cast: Cast) -> None:
    crowd(cast, 1)
    crowd(cast, 1, state="accepted", accepted_at=NOW)
    crowd(cast, 1, state="draft", sent_at=None)
    assert len(waiting(cast.aigul, S.SENT, S.ACCEPTED)) == 2
    assert len(waiting(cast.aigul, S.DRAFT)) == 1
    assert waiting(cast.dr_ahmetov, S.DRAFT) == []


def test_what_came_back_and_was_not_noted_waits_for_the_sender_oldest_first(cast: Cast) -> None:
    later = crowd(cast, 1, **(ENDED_AT | {"ended_at": NOW + HOUR}))
    earlier = crowd(cast, 1, **ENDED_AT)
    crowd(cast, 1, **ENDED_AT, noted_at=NOW)
    crowd(cast, 1)
    with for_member(cast.aigul) as reader:
        found = [row.id for row in queries.to_note(reader, TODAY)]
    assert found == [earlier[0].pk, later[0].pk]
    with for_member(cast.dr_ahmetov) as reader:
        assert queries.to_note(reader, TODAY) == []


def test_those_expected_before_a_moment_stand_in_the_order_of_their_hours(cast: Cast) -> None:
    late = crowd(cast, 1, **(SCHEDULED | {"appointment_at": NOW + 2 * HOUR}))
    early = crowd(cast, 1, **SCHEDULED)
    crowd(cast, 1, **(SCHEDULED | {"appointment_at": NOW + 3 * HOUR}))
    crowd(cast, 1, state="arrived", appointment_at=NOW, arrived_at=NOW)
    with for_member(cast.nurse_olga) as reader:
        found = queries.expected_by(reader, NOW + 3 * HOUR, TODAY)
    assert [row.id for row in found] == [early[0].pk, late[0].pk]
    assert [row.appointment_at for row in found] == [NOW, NOW + 2 * HOUR]


# --- steps ----------------------------------------------------------------------------------------


def test_the_steps_of_all_referrals_of_a_case_are_there_for_its_timeline(cast: Cast) -> None:
    first, second = brought_to(cast, "declined"), brought_to(cast, "sent")
    with for_member(cast.aigul) as reader:
        found = queries.steps_of_case(reader, cast.gulnaras_case.pk)
    assert len(found) == len(steps_of(first)) + len(steps_of(second)) == 4
    # In their order, so that those of one moment can be told in the order in which they happened.
    assert [step.to_state for step in found] == ["sent", "received", "declined", "sent"]
    declined = found[2]
    assert (declined.state_label, declined.note) == ("Declined", "Full until May")
    assert (declined.by, declined.organisation) == ("Dr_Ahmetov", "City TB clinic")
    assert declined.recipient == "City TB clinic"


def test_the_clinic_reads_only_the_steps_of_its_own_referrals(cast: Cast) -> None:
    brought_to(cast, "accepted")
    with for_member(cast.dr_lee) as reader:
        assert queries.steps_of_case(reader, cast.gulnaras_case.pk) == []
    with for_member(cast.nurse_olga) as reader:
        assert len(queries.steps_of_case(reader, cast.gulnaras_case.pk)) == 3
