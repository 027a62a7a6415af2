"""From the appointment to the phone: the whole way of a reminder, with nothing going wrong."""

from reminders.dispatch import send_due, settle_open
from reminders.gateway import Status
from tests.cast import GULNARAS_PHONE, NOW, Cast
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import (
    BY,
    at_noon,
    expected,
    let_the_hour_come,
    only,
    path_of,
    plan,
    receipt,
    reminders,
)
from tests.watching import unchanged


def test_an_appointment_is_told_of_the_day_before_and_on_the_day(cast: Cast) -> None:
    expected(cast)
    assert plan() == 2
    before, today = reminders()
    assert (before.rule, today.rule) == ("appointment_tomorrow", "appointment_today")
    assert (before.state, before.language) == ("scheduled", "ky")
    day = at_noon(2).strftime("%d.%m")
    assert before.text == f"Эскертебиз: {day} күнү, саат 12:00, Сизди күтүшөт. Келиңиз."
    with unchanged():
        assert plan() == 0


def test_a_message_is_claimed_sent_and_delivered(cast: Cast) -> None:
    expected(cast)
    plan()
    gateway = FakeGateway()
    assert send_due(by=BY, gateway=gateway, seconds=5) == 0
    let_the_hour_come()
    assert send_due(by=BY, gateway=gateway, seconds=5) == 2
    assert send_due(by=BY, gateway=gateway, seconds=5) == 0
    before, _today = reminders(state="queued")
    assert gateway.taken[before.key].phone == GULNARAS_PHONE
    assert gateway.taken[before.key].text == before.text
    assert receipt(before.key, Status.DELIVERED)
    with unchanged():
        assert not receipt(before.key, Status.DELIVERED)
        assert not receipt(before.key, Status.SENT)
    assert path_of(before) == ["scheduled", "claimed", "queued", "delivered"]
    assert only(state="delivered").delivered_at == NOW


def test_what_got_no_receipt_is_asked_about(cast: Cast) -> None:
    expected(cast)
    plan()
    let_the_hour_come()
    gateway = FakeGateway()
    send_due(by=BY, gateway=gateway, seconds=5)
    with unchanged():
        assert settle_open(by=BY, gateway=gateway, seconds=5) == 0
    let_the_hour_come()
    for key in gateway.taken:
        gateway.say(key, Status.DELIVERED)
    assert settle_open(by=BY, gateway=gateway, seconds=5) == 2
    assert {one.state for one in reminders()} == {"delivered"}
