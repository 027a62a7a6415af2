"""Requests to consulates and messages to people, counted by hand and in plain Python."""

import datetime
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.utils import translation

from accounts.acting import Acting, for_member
from accounts.row_security import everything_visible
from reminders.choices import ReminderState
from reminders.gateway import Status
from reminders.models import Reminder
from reports.blocks import envelopes, reminders
from reports.monthly import monthly_report
from reports.months import Month, month_of
from reports.slices import Slice, Whole
from tests.cast import NOW, Cast
from tests.letters import answer_letter, write_letter
from tests.referrals.envelopes import asking, done, posted
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import let_the_hour_come, plan, receipt, send
from tests.reminders.waiting_people import expect_people

THIS = month_of(NOW)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def counted(acting: Acting, key: str, month: Month = THIS) -> dict[str, object]:
    with for_member(acting) as reader:
        table = monthly_report(reader, month, NOW).table(key)
    return {line.label: line.cells[0][1] for line in table.lines}


def test_requests_count_in_the_month_in_which_each_thing_happened(cast: Cast) -> None:
    # Two sent: one was answered, the other taken back.
    write_letter(cast)
    answer_letter(cast)
    done(cast, posted(cast, asking(cast, "birth_certificate")), "withdraw")
    assert counted(cast.madina, "envelopes") == {
        "Sent": 2, "Answered": 1, "Taken back": 1, "Time ran out": 0,
    }  # fmt: skip
    assert set(counted(cast.madina, "envelopes", THIS.plus(-1)).values()) == {0}
    assert set(counted(cast.timur, "envelopes").values()) == {0}


def test_messages_count_by_the_day_on_which_they_were_due(cast: Cast) -> None:
    # Four people are expected, each is told twice: three messages go out, two of them arrive.
    expect_people(cast, [f"+7701000111{last}" for last in range(4)])
    plan()
    let_the_hour_come()
    with everything_visible():
        later = Reminder.objects.order_by("id").values_list("pk", flat=True)[3:]
        Reminder.objects.filter(pk__in=list(later)).update(next_at=NOW + DAY)
    gateway = FakeGateway()
    assert send(gateway) == 3
    for key in [*gateway.taken][:2]:
        assert receipt(key, Status.DELIVERED)
    with everything_visible():
        rows = list(Reminder.objects.values_list("due_on", "state"))
    stand = Counter(state for _day, state in rows)
    assert (stand["delivered"], stand["queued"], stand["scheduled"]) == (2, 1, len(rows) - 3)
    for month in (THIS.plus(-1), THIS, THIS.plus(1)):
        ours = [state for day, state in rows if month.first_day <= day < month.next_first_day]
        wanted = {str(state.label): ours.count(state.value) for state in ReminderState}
        assert counted(cast.saule, "reminders", month) == wanted | {"Total": len(ours)}
    assert counted(cast.timur, "reminders")["Total"] == 0


@pytest.mark.parametrize("block", [envelopes, reminders])
def test_the_whole_city_is_never_counted_by_these(block: ModuleType) -> None:
    with pytest.raises(TypeError):
        block.facts(Slice(Whole.CITY, THIS))
