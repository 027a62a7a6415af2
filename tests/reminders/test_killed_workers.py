"""A worker dies between taking a reminder and writing down what came of it: told once, all told.

The engine runs here, the gateway's simulator in a process of its own. It takes the same key as
often as it is sent, so that only our own care keeps anybody from being told twice.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db.models.functions import Now
from django.test import override_settings

from accounts.acting import for_system
from reminders import actions, dispatch
from reminders.actions import answer, settle
from reminders.gateway import Answer, InDoubt, Message
from reminders.models import Reminder
from reminders.smsc import Smsc
from tests.cast import Cast
from tests.reminders.gateways import Killed
from tests.reminders.processes import Simulator, eventually, simulator
from tests.reminders.stage import BY, path_of, plan, reminders
from tests.reminders.waiting_people import RULE, expect_people, told_exactly_once

TIMEOUT, LEASE = 0.6, 1.2
STEPS = ("before_sending", "after_sending", "before_writing", "while_writing", "too_slow")


@dataclass
class Mortal:
    """The worker's life: it dies at the next step on the list, once for each."""

    gateway: Smsc
    deaths: list[str] = field(default_factory=list)
    died: int = 0

    def at(self, step: str) -> None:
        """Die here, if it is time."""
        if self.deaths[:1] == [step]:
            self.deaths.pop(0)
            self.died += 1
            raise Killed

    def send(self, message: Message) -> Answer:
        """Send, and perhaps not live to tell."""
        if self.deaths[:1] == ["too_slow"]:
            self.deaths.pop(0)
            self.gateway.send(message)
            raise InDoubt
        self.at("before_sending")
        answered = self.gateway.send(message)
        self.at("after_sending")
        return answered

    def ask(self, key: object, phone: str) -> Answer:
        """Ask, and perhaps not live to tell."""
        self.at("before_asking")
        answered = self.gateway.ask(key, phone)  # type: ignore[arg-type]
        self.at("after_asking")
        return answered

    def dying(self, step: str, act: Callable[..., object]) -> Callable[..., object]:
        """Return the same act, before which this worker may die."""

        def mortal(*given: object, **named: object) -> object:
            self.at(step)
            return act(*given, **named)

        return mortal


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Simulator]:
    with (
        simulator(tmp_path) as made,
        override_settings(GATEWAY_TIMEOUT=TIMEOUT, REMINDER_LEASE=LEASE),
    ):
        yield made


@pytest.fixture
def worker(running: Simulator, monkeypatch: pytest.MonkeyPatch) -> Mortal:
    made = Mortal(Smsc(running.address, "komek", "a password of nobody"))
    steps = (
        (actions, "record_answer", "before_writing"),
        (answer, "write_steps", "while_writing"),
        (actions, "resolve", "before_resolving"),
        (settle, "told", "while_resolving"),
    )
    for place, name, step in steps:
        monkeypatch.setattr(place, name, made.dying(step, getattr(place, name)))
    return made


def work(worker: Mortal) -> None:
    """Let a worker do its rounds until nothing is left, and another begin where it died."""
    for act in (dispatch.send_due, dispatch.settle_open):
        try:
            act(by=BY, gateway=worker, seconds=5)
        except Killed:
            continue


def is_over(worker: Mortal) -> bool:
    """Work once more and say whether every reminder has ended; nobody waits for receipts here."""
    work(worker)
    with for_system(reason="tests"):
        Reminder.objects.filter(state__in=("queued", "sent")).update(next_at=Now())
    return all(one.state in {"delivered", "failed"} for one in reminders(rule=RULE))


def people(cast: Cast, running: Simulator, count: int, ending: str = "77") -> dict[str, str]:
    """Let so many people be expected and planned; return their languages by key."""
    expect_people(cast, [f"+7701{place:05}{ending}" for place in range(count)])
    plan()
    return {one.key.hex: one.language for one in reminders(rule=RULE)}


def test_wherever_workers_die_everybody_is_told_exactly_once(
    cast: Cast, running: Simulator, worker: Mortal
) -> None:
    expected = people(cast, running, 2 * len(STEPS))
    worker.deaths = [*STEPS, *STEPS]
    eventually(lambda: is_over(worker), patience=20)
    assert (worker.deaths, worker.died) == ([], 8)
    told_exactly_once(running.written, expected)
    assert {one.state for one in reminders(rule=RULE)} == {"delivered"}
    assert sum("in_doubt" in path_of(one) for one in reminders(rule=RULE)) == 10


def test_whoever_dies_while_asking_leaves_the_question_to_another(
    cast: Cast, running: Simulator, worker: Mortal
) -> None:
    expected = people(cast, running, 4)
    asking = ["before_asking", "after_asking", "before_resolving", "while_resolving"]
    worker.deaths = ["before_sending", "after_sending", "after_sending", "after_sending", *asking]
    eventually(lambda: is_over(worker), patience=15)
    assert worker.deaths == []
    told_exactly_once(running.written, expected)


def test_a_message_taken_after_our_patience_ended_is_not_sent_again(
    cast: Cast, running: Simulator, worker: Mortal
) -> None:
    expected = people(cast, running, 2, ending="02")
    with override_settings(REMINDER_LEASE=2.0):
        eventually(lambda: is_over(worker), patience=15)
    told_exactly_once(running.written, expected)
    for one in reminders(rule=RULE):
        assert "in_doubt" in path_of(one)


def test_while_the_gateway_is_away_nothing_is_lost_and_nothing_sent(
    cast: Cast, running: Simulator, worker: Mortal
) -> None:
    expected = people(cast, running, 3)
    running.process.kill()
    began = time.monotonic()
    work(worker)
    assert time.monotonic() - began < 3 * TIMEOUT + 1
    assert [one.state for one in reminders(rule=RULE)] == ["scheduled"] * 3
    running.start()
    with for_system(reason="tests"):
        Reminder.objects.filter(rule=RULE).update(next_at=Now())
    eventually(lambda: is_over(worker), patience=15)
    told_exactly_once(running.written, expected)
