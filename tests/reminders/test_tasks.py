"""The beat's tasks and the command: the same three steps, and nothing without a gateway."""

from io import StringIO

import pytest
from django.core.management import call_command

from migrant_health.celery import app
from reminders import tasks
from tests.cast import Cast
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import expected, let_the_hour_come, plan, reminders
from tests.watching import unchanged

OURS = ("plan-reminders", "send-reminders", "settle-reminders")


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> FakeGateway:
    """A gateway is set up."""
    fake = FakeGateway()
    monkeypatch.setattr(tasks, "from_settings", lambda: fake)
    return fake


def test_without_a_gateway_nothing_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "from_settings", lambda: None)
    expected(cast)
    plan()
    let_the_hour_come()
    with unchanged():
        assert tasks.send_reminders() == tasks.settle_reminders() == 0


def test_the_tasks_plan_send_and_settle(cast: Cast, gateway: FakeGateway) -> None:
    expected(cast)
    assert tasks.plan_reminders.delay().get() == 2
    let_the_hour_come()
    assert tasks.send_reminders.delay().get() == 2
    assert tasks.settle_reminders.delay().get() == 0
    assert len(gateway.taken) == 2


def test_the_command_does_the_same_and_names_nobody(cast: Cast, gateway: FakeGateway) -> None:
    expected(cast)
    call_command("remind", stdout=StringIO())
    let_the_hour_come()
    out = StringIO()
    call_command("remind", stdout=out)
    assert out.getvalue() == "planned or changed 0, settled 0, handed over 2\n"
    assert {one.state for one in reminders()} == {"queued"}


def test_ticks_that_nobody_took_expire_and_carry_nothing(cast: Cast) -> None:
    for name in OURS:
        entry = app.conf.beat_schedule[name]
        assert entry["options"]["expires"] <= entry["schedule"]
        assert not entry.get("args")
        assert not entry.get("kwargs")
    assert app.conf.task_time_limit > tasks.SECONDS + 10
