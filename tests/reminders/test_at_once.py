"""Several workers at the same moment, on connections of their own, and what a claim costs."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from accounts.acting import for_member, for_system
from reminders import actions
from reminders.actions import claim, settle
from reminders.choices import MuteReason
from reminders.dispatch import send_due, settle_open
from reminders.gateway import Answer, Message, Status
from reminders.models import Mute, Reminder
from tests.cast import NOW, TODAY, Cast
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import (
    BY,
    DAY,
    agree,
    expected,
    let_the_hour_come,
    plan,
    receipt,
    reminders,
    to_do,
)
from tests.watching import unchanged

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def at_once(act: Callable[[], Any], workers: int = WORKERS) -> list[Any]:
    """Let so many workers do the same at the same moment; return what each got."""
    line = threading.Barrier(workers)

    def work(_: int) -> Any:
        try:
            line.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))


class WatchfulGateway(FakeGateway):
    """Insists that nobody holds a transaction open while it is called."""

    def send(self, message: Message) -> Answer:
        assert not connection.in_atomic_block
        return super().send(message)

    def ask(self, key: Any, phone: str) -> Answer:
        assert not connection.in_atomic_block
        return super().ask(key, phone)


def due(cast: Cast, days: int = 5) -> int:
    """Let so many things be due at once; return how many."""
    agree(cast.gulnara)
    for day in range(1, days + 1):
        to_do(cast, "call_back", TODAY + day * DAY)
        to_do(cast, "accompany", TODAY + (day + 1) * DAY)
    planned = plan()
    let_the_hour_come()
    return planned


def test_no_two_workers_ever_share_a_reminder(cast: Cast) -> None:
    number = due(cast)
    taken = [one for _ in range(3) for one in at_once(lambda: actions.claim_next(by=BY)) if one]
    assert len(taken) == number
    assert len({one.id for one in taken}) == number


def test_many_workers_send_everything_once_and_hold_nothing_open(cast: Cast) -> None:
    number = due(cast)
    gateway = WatchfulGateway()
    sent = at_once(lambda: send_due(by=BY, gateway=gateway, seconds=10))
    assert sum(sent) == number
    assert Counter(key for _, key in gateway.calls) == Counter(list(gateway.taken))
    assert {one.state for one in reminders()} == {"queued"}


def test_many_workers_ask_about_each_once(cast: Cast) -> None:
    number = due(cast)
    gateway = WatchfulGateway()
    send_due(by=BY, gateway=gateway, seconds=10)
    gateway.calls.clear()
    let_the_hour_come()
    at_once(lambda: settle_open(by=BY, gateway=gateway, seconds=10))
    assert len(gateway.calls) == number
    assert len(set(gateway.calls)) == number


def test_planners_at_the_same_moment_plan_everything_once(cast: Cast) -> None:
    expected(cast)
    to_do(cast, "call_back", TODAY + DAY)
    added = at_once(plan)
    assert sum(added) == 3
    with unchanged():
        plan()


def test_a_receipt_and_the_answer_at_the_same_moment_agree(cast: Cast) -> None:
    due(cast, days=1)
    claimed = actions.claim_next(by=BY)
    assert claimed
    queued = Answer(Status.QUEUED)
    acts: list[Callable[[], bool]] = [
        lambda: actions.record_answer(by=BY, claimed=claimed, answer=queued),
        lambda: receipt(claimed.key, Status.DELIVERED),
    ]

    def act() -> bool:
        return acts.pop()()

    at_once(act, workers=2)
    (one,) = reminders(pk=claimed.id)
    assert (one.state, one.claim) == ("delivered", None)


def test_who_is_stopped_by_two_at_once_is_stopped_once(cast: Cast) -> None:
    def stop() -> bool:
        with for_member(cast.aigul) as by:
            reason = MuteReason.OPTED_OUT
            return actions.stop_messages(by=by, migrant=cast.gulnara, reason=reason, now=NOW)

    assert sorted(at_once(stop, workers=2)) == [False, True]
    with for_system(reason="tests"):
        assert Mute.objects.count() == 1


COLUMNS = [field.column for field in Reminder._meta.concrete_fields]
FRESH = {"id": "gen_random_uuid()", "key": "gen_random_uuid()", "subject_id": "gen_random_uuid()"}


def copied(number: int) -> None:
    """Store so many copies of what was delivered."""
    written = ", ".join(f'"{name}"' for name in COLUMNS)
    read = ", ".join(FRESH.get(name, f'r."{name}"') for name in COLUMNS)
    source = "(SELECT * FROM reminders_reminder WHERE state = 'delivered' LIMIT 1) r"
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO reminders_reminder ({written})"
            f" SELECT {read} FROM {source}, generate_series(1, %s)",
            [number],
        )


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (claim.CLAIM, "reminder_due"),
        (settle.LAPSE, "reminder_claimed"),
        (settle.ASK, "reminder_to_ask"),
    ],
)
def test_what_is_asked_every_few_seconds_never_reads_the_whole_table(
    cast: Cast, statement: str, index: str
) -> None:
    due(cast, days=1)
    claimed = actions.claim_next(by=BY)
    assert claimed
    receipt(claimed.key, Status.DELIVERED)
    copied(5000)
    values = {"most": 8, "lease": 15, "claim": claimed.claim, "until": DAY}
    with for_system(reason="tests"), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        found = "\n".join(line for (line,) in cursor.fetchall())
    assert index in found, found
    assert "Seq Scan on reminders_reminder" not in found
