"""Gulnara agreed to messages, and the TB clinic expects her: what reminders are made of."""

import datetime
import uuid

from django.db.models.functions import Now

from accounts.acting import for_member, for_system
from cases.actions import add_task
from cases.models import Case, ContactPoint, Migrant, Task
from referrals.actions import schedule_referral
from referrals.models import Referral
from reminders import actions
from reminders.dispatch import send_due, settle_open
from reminders.gateway import Failure, Status
from reminders.models import Reminder, ReminderStep
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import asking, brought_to, fresh
from tests.reminders.gateways import FakeGateway

BY = "tests"
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12, 0)


def at_noon(days: int) -> datetime.datetime:
    """Return noon in Almaty, so many days from today."""
    return datetime.datetime.combine(TODAY + days * DAY, NOON, NOW.tzinfo)


def agree(migrant: Migrant, *, may: bool = True) -> None:
    """Let a person agree to messages on every number, or take it back."""
    with for_system(reason="tests"):
        ContactPoint.objects.filter(migrant=migrant).update(may_message=may)


def expected(cast: Cast, *, at: datetime.datetime | None = None) -> Referral:
    """Let Gulnara agree, and the TB clinic give her an appointment: noon in two days, unless said."""
    agree(cast.gulnara)
    referral = brought_to(cast, "accepted", asking(cast))
    return moved(cast, referral, at or at_noon(2))


def moved(cast: Cast, referral: Referral, at: datetime.datetime) -> Referral:
    """Let the clinic make the appointment, or another one."""
    with for_member(cast.dr_ahmetov) as by:
        schedule_referral(by=by, referral=fresh(referral), at=at, place="Room 4", now=NOW)
    return fresh(referral)


def to_do(cast: Cast, kind: str, due_on: datetime.date, case: Case | None = None) -> Task:
    """Let Aigul keep a task on Gulnara's case."""
    with for_member(cast.aigul) as by:
        return add_task(
            by=by,
            case=case or cast.gulnaras_case,
            kind=kind,
            due_on=due_on,
            now=NOW,
            submission=uuid.uuid4(),
        )


def plan(now: datetime.datetime = NOW) -> int:
    """Plan as the beat does."""
    return actions.plan_reminders(by=BY, now=now)


def send(gateway: FakeGateway) -> int:
    """Send as the beat does."""
    return send_due(by=BY, gateway=gateway, seconds=5)


def settle(gateway: FakeGateway) -> int:
    """Ask as the beat does."""
    return settle_open(by=BY, gateway=gateway, seconds=5)


def reminders(**which: object) -> list[Reminder]:
    """Return reminders, those due first in front."""
    with for_system(reason="tests"):
        return list(Reminder.objects.filter(**which).order_by("due_at"))


def only(**which: object) -> Reminder:
    """Return the one reminder there is."""
    (found,) = reminders(**which)
    return found


def path_of(reminder: Reminder) -> list[str]:
    """Return the states a reminder went through."""
    with for_system(reason="tests"):
        steps = ReminderStep.objects.filter(reminder=reminder).order_by("id")
        return [step.to_state for step in steps]


def let_the_hour_come() -> None:
    """Let everything that waits for its hour, for a pause or for a claim to lapse wait no longer."""
    gone = Now() - datetime.timedelta(seconds=1)
    with for_system(reason="tests"):
        Reminder.objects.update(next_at=gone)
        Reminder.objects.filter(claimed_until__isnull=False).update(claimed_until=gone)


def receipt(
    key: uuid.UUID,
    status: Status,
    failure: Failure = Failure.NONE,
    now: datetime.datetime = NOW,
) -> bool:
    """Let the gateway tell by itself what became of a key."""
    return actions.record_receipt(by=BY, key=key, status=status, failure=failure, now=now)
