"""The task that ends silent referrals: one call of one action, safe to run twice."""

import datetime

import time_machine

from referrals.tasks import expire_referrals
from tests.cast import NOW, Cast
from tests.referrals.stages import asking, brought_to, fresh, steps_of
from tests.watching import audited, unchanged

LATER = NOW + datetime.timedelta(days=60)


def test_the_silent_ones_end_once_and_a_second_run_changes_nothing(cast: Cast) -> None:
    silent = brought_to(cast, "sent")
    there = brought_to(cast, "arrived", asking(cast, reason="screening"))
    with time_machine.travel(LATER, tick=False):
        assert expire_referrals.delay().get() == 1
        with unchanged():
            assert expire_referrals.delay().get() == 0
    assert fresh(silent).state == "expired"
    assert fresh(silent).ended_at == LATER
    assert fresh(there).state == "arrived"
    assert [step.move for step in steps_of(silent)] == ["send", "expire"]


def test_nothing_ends_before_its_time(cast: Cast) -> None:
    brought_to(cast, "received")
    with unchanged():
        assert expire_referrals() == 0


def test_the_day_is_almatys_and_not_greenwichs(cast: Cast) -> None:
    # Sent on NOW's day: three working days, then thirty days of silence; the day after that begins
    # in Almaty while it is still the evening before in Greenwich.
    referral = brought_to(cast, "sent")
    sent_on = NOW.date()
    due = sent_on
    for _ in range(3):
        due += datetime.timedelta(days=1)
        while due.weekday() >= 5:
            due += datetime.timedelta(days=1)
    first_day_over = due + datetime.timedelta(days=31)
    midnight = datetime.datetime.combine(first_day_over, datetime.time(), NOW.tzinfo)
    with time_machine.travel(midnight - datetime.timedelta(minutes=1), tick=False), unchanged():
        assert expire_referrals() == 0
    with time_machine.travel(midnight + datetime.timedelta(minutes=1), tick=False):
        assert expire_referrals() == 1
    assert fresh(referral).state == "expired"


def test_the_audit_names_the_clock(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    with time_machine.travel(LATER, tick=False), audited() as entries:
        expire_referrals()
    assert [(e.verb, e.role, e.subject_id) for e in entries] == [("moved", "system", referral.pk)]
