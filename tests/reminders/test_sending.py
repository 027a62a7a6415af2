"""Sending: what is looked at once more before it goes out, and what may go wrong on the way."""

import datetime
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.acting import for_member, for_system
from cases.actions import finish_task
from cases.models import ContactPoint, Migrant, Task
from referrals.models import Referral
from reminders import actions, dispatch, pauses
from reminders.choices import MuteReason
from reminders.gateway import Answer, Failure, Status
from reminders.models import Reminder
from tests.cast import GULNARAS_PHONE, NOW, TODAY, Cast
from tests.referrals.stages import done
from tests.reminders.gateways import FakeGateway, Killed
from tests.reminders.stage import (
    BY,
    DAY,
    agree,
    at_noon,
    expected,
    let_the_hour_come,
    moved,
    only,
    path_of,
    plan,
    receipt,
    reminders,
    send,
    settle,
    to_do,
)
from tests.watching import audited, unchanged

Change = Callable[[Cast, Referral], object]


@pytest.fixture
def call(cast: Cast) -> Task:
    """Gulnara is to be told that she will be called, and the hour has come."""
    agree(cast.gulnara)
    task = to_do(cast, "call_back", TODAY + DAY)
    plan()
    let_the_hour_come()
    return task


def mute(cast: Cast, _: Referral) -> None:
    with for_member(cast.aigul) as by:
        actions.stop_messages(by=by, migrant=cast.gulnara, reason=MuteReason.ORGANISATION, now=NOW)


def columns(**changed: object) -> Change:
    def act(cast: Cast, _: Referral) -> None:
        with for_system(reason="tests"):
            ContactPoint.objects.filter(migrant=cast.gulnara).update(**changed)

    return act


def cannot_read(cast: Cast, _: Referral) -> None:
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(reads="no")


def pass_by(_cast: Cast, _: Referral) -> None:
    with for_system(reason="tests"):
        gone = NOW - DAY
        Reminder.objects.update(useful_until=gone, due_at=gone - DAY)


CHANGES: dict[str, Change] = {
    "she stops messages": mute,
    "she takes her word back": columns(may_message=False),
    "the number is not hers any more": columns(is_current=False),
    "she does not read": cannot_read,
    "the appointment is moved": lambda cast, one: moved(
        cast, one, at_noon(2) + datetime.timedelta(hours=1)
    ),
    "she has come": lambda cast, one: done(cast, one, "arrive"),
    "it is called off": lambda cast, one: done(cast, one, "cancel"),
    "it is too late": pass_by,
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_after_planning_is_seen_at_the_moment_of_sending(
    cast: Cast, change: str
) -> None:
    referral = expected(cast)
    plan()
    let_the_hour_come()
    CHANGES[change](cast, referral)
    gateway = FakeGateway()
    with unchanged():
        assert send(gateway) == 0
    assert gateway.calls == []


def test_of_a_finished_task_nobody_is_told(cast: Cast, call: Task) -> None:
    with for_member(cast.aigul) as by:
        finish_task(by=by, task=call, now=NOW)
    with unchanged():
        assert actions.claim_next(by=BY) is None


def test_a_number_of_ones_own_goes_before_a_shared_one(cast: Cast, call: Task) -> None:
    with for_system(reason="tests"):
        one = ContactPoint.objects.get(migrant=cast.gulnara)
        one.pk, one.phone, one.is_shared = uuid.uuid4(), "+77010000000", True
        one.save(force_insert=True)
    claimed = actions.claim_next(by=BY)
    assert claimed
    assert claimed.phone == GULNARAS_PHONE


def test_reading_the_number_is_audited(cast: Cast, call: Task) -> None:
    with audited() as entries:
        actions.claim_next(by=BY)
    (reading,) = [one for one in entries if one.verb == "read"]
    assert (reading.data_classes, reading.role) == (["contact"], "system")


def test_a_refusal_for_good_fails_and_another_is_tried_after_a_pause(
    cast: Cast, call: Task
) -> None:
    gateway = FakeGateway(next=["busy"])
    send(gateway)
    waiting = only()
    assert (waiting.state, waiting.attempts) == ("scheduled", 1)
    assert waiting.next_at > waiting.planned_at
    with unchanged():
        send(gateway)
    let_the_hour_come()
    gateway.next = ["wrong_number"]
    send(gateway)
    failed = only()
    assert (failed.state, failed.failure, failed.attempts) == ("failed", "wrong_number", 2)
    assert gateway.taken == {}


def test_after_so_many_refusals_it_fails(cast: Cast, call: Task) -> None:
    gateway = FakeGateway(next=["busy"] * 20)
    for _ in range(pauses.MOST_ATTEMPTS):
        assert only().state == "scheduled"
        send(gateway)
        let_the_hour_come()
    assert (only().state, only().failure) == ("failed", "other")
    with unchanged():
        send(gateway)


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        ("killed_before", ["in_doubt", "scheduled", "claimed", "queued"]),
        ("lost_before", ["in_doubt", "scheduled", "claimed", "queued"]),
        ("killed_after", ["in_doubt", "queued"]),
        ("lost_after", ["in_doubt", "queued"]),
    ],
)
def test_what_is_in_doubt_is_asked_about_before_anything_is_sent_again(
    cast: Cast, call: Task, fault: str, path: list[str]
) -> None:
    gateway = FakeGateway(next=[fault])
    try:
        send(gateway)
    except Killed:
        assert only().state == "claimed"
    with unchanged():
        assert send(gateway) == settle(gateway) == 0
    let_the_hour_come()
    settle(gateway)
    send(gateway)
    assert path_of(only()) == ["scheduled", "claimed", *path]
    assert gateway.repeated == 0
    assert len(gateway.taken) == 1


def test_while_the_gateway_does_not_answer_it_stays_in_doubt_and_is_asked_later(
    cast: Cast, call: Task
) -> None:
    gateway = FakeGateway(next=["lost_after", "silent", "silent"])
    send(gateway)
    let_the_hour_come()
    assert settle(gateway) == 0
    assert (only().state, only().asks, only().claim) == ("in_doubt", 1, None)
    with unchanged():
        settle(gateway)
    let_the_hour_come()
    settle(gateway)
    assert only().asks == 2


def test_an_answer_that_comes_after_the_claim_has_lapsed_changes_nothing(
    cast: Cast, call: Task
) -> None:
    late = actions.claim_next(by=BY)
    assert late
    let_the_hour_come()
    actions.let_claims_lapse(by=BY)
    answer = Answer(Status.QUEUED)
    with unchanged():
        assert not actions.record_answer(by=BY, claimed=late, answer=answer)
        assert not actions.record_doubt(by=BY, claimed=late)
    question = actions.claim_question(by=BY)
    assert question
    assert actions.claim_question(by=BY) is None
    assert actions.resolve(by=BY, question=question, answer=Answer(Status.UNKNOWN))
    with unchanged():
        assert not actions.record_answer(by=BY, claimed=late, answer=answer)
        assert not actions.resolve(by=BY, question=question, answer=answer)


def test_a_worker_that_overslept_does_not_send(
    cast: Cast, call: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter((0.0, 0.0, 0.0, 8.0, 100.0))
    monkeypatch.setattr(dispatch, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    gateway = FakeGateway()
    assert send(gateway) == 0
    assert gateway.calls == []
    assert only().state == "claimed"


def test_receipts_come_in_any_order_and_count_once(cast: Cast, call: Task) -> None:
    gateway = FakeGateway()
    send(gateway)
    key = only().key
    assert receipt(key, Status.SENT)
    with unchanged():
        assert not receipt(key, Status.QUEUED)
        assert not receipt(key, Status.SENT)
        assert not receipt(key, Status.UNKNOWN)
    assert receipt(key, Status.FAILED, Failure.UNREACHABLE)
    with unchanged():
        assert not receipt(key, Status.DELIVERED)
    assert (only().state, only().failure) == ("failed", "unreachable")


def test_a_receipt_may_come_before_the_answer(cast: Cast, call: Task) -> None:
    claimed = actions.claim_next(by=BY)
    assert claimed
    assert receipt(claimed.key, Status.DELIVERED)
    with unchanged():
        assert not actions.record_answer(by=BY, claimed=claimed, answer=Answer(Status.QUEUED))
    assert only().state == "delivered"


def test_a_receipt_for_what_nobody_sent_changes_nothing(cast: Cast, call: Task) -> None:
    with unchanged():
        assert not receipt(uuid.uuid4(), Status.DELIVERED)
        assert not receipt(only().key, Status.DELIVERED)


def test_who_says_try_again_gets_another_key_and_the_old_one_is_forgotten(
    cast: Cast, call: Task
) -> None:
    gateway = FakeGateway()
    send(gateway)
    old = only().key
    gateway.say(old, Status.FAILED)
    receipt(old, Status.FAILED)
    with for_member(cast.aigul) as by:
        assert actions.try_again(by=by, reminder=only(), now=NOW)
        with unchanged():
            assert not actions.try_again(by=by, reminder=only(), now=NOW)
    let_the_hour_come()
    send(gateway)
    assert set(gateway.taken) == {old, only().key}
    with unchanged():
        assert not receipt(old, Status.FAILED)
    assert only().state == "queued"


def test_what_has_passed_is_not_tried_again(cast: Cast, call: Task) -> None:
    send(FakeGateway(next=["wrong_number"]))
    with for_member(cast.aigul) as by, unchanged():
        assert not actions.try_again(by=by, reminder=only(), now=NOW + 3 * DAY)


def test_the_gateways_change_of_mind_sends_nothing_again(cast: Cast, call: Task) -> None:
    gateway = FakeGateway()
    send(gateway)
    gateway.status.clear()
    let_the_hour_come()
    assert settle(gateway) == 0
    assert [one.state for one in reminders()] == ["queued"]
