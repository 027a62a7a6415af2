"""The pages about messages through the browser: what needs a hand, what is said, what is kept."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import for_member, for_system
from desk.homes import sections_for
from reminders import counts, queries
from reminders.models import Mute, Reminder
from tests.cast import GULNARA, GULNARAS_PHONE, NOW, TODAY, Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.reminders.gateways import FakeGateway
from tests.reminders.stage import (
    DAY,
    agree,
    at_noon,
    expected,
    let_the_hour_come,
    moved,
    only,
    plan,
    reminders,
    send,
    to_do,
)
from tests.watching import assert_codes_only, audited, unchanged

PAGE = "/reminders/"
SHOWS = ("hand", "coming", "out", "not_sent")


@pytest.fixture
def failed(cast: Cast) -> Reminder:
    """Gulnara was to be told of a call; the number is wrong."""
    agree(cast.gulnara)
    to_do(cast, "call_back", TODAY + DAY)
    plan()
    let_the_hour_come()
    send(FakeGateway(next=["wrong_number"]))
    return only()


def page(cast: Cast, show: str = "", name: str = "aigul") -> Any:
    answer = browser(cast, name).get(PAGE, {"show": show} if show else {})
    assert answer.status_code == 200
    return answer


def rows(cast: Cast, show: str = "", name: str = "aigul") -> list[Any]:
    return list(page(cast, show, name).context["page"].rows)


def press(cast: Cast, act: str, reminder: Reminder, name: str = "aigul") -> Any:
    return browser(cast, name).post(reverse(f"reminders:{act}", args=[reminder.pk]), follow=True)


@pytest.mark.parametrize("show", SHOWS)
def test_an_empty_list_says_what_belongs_there_and_reading_changes_nothing(
    cast: Cast, show: str
) -> None:
    with unchanged(SEEN):
        answer = page(cast, show)
    assert not answer.context["page"].rows
    assert answer.content.decode().count('class="empty"') == 1


def test_what_failed_stands_first_with_why_and_what_to_do(cast: Cast, failed: Reminder) -> None:
    text = page(cast).content.decode()
    assert GULNARA in text
    assert "The number is wrong" in text
    assert "Please call, or try again." in text
    assert failed.text in text
    assert rows(cast, "coming") == rows(cast, "out") == []
    assert [row.id for row in rows(cast, "not_sent")] == [failed.pk]


def test_no_number_stands_on_the_page(cast: Cast, failed: Reminder) -> None:
    for show in SHOWS:
        assert GULNARAS_PHONE[-7:] not in page(cast, show).content.decode()


def test_each_reminder_stands_in_its_list(cast: Cast) -> None:
    expected(cast)
    plan()
    assert [row.state for row in rows(cast, "coming")] == ["scheduled", "scheduled"]
    let_the_hour_come()
    send(FakeGateway())
    assert [row.state for row in rows(cast, "out")] == ["queued", "queued"]
    assert rows(cast, "coming") == rows(cast, "hand") == []


def test_who_cannot_be_written_to_needs_a_hand_a_day_before_and_once(cast: Cast) -> None:
    expected(cast)
    agree(cast.gulnara, may=False)
    plan()
    with for_member(cast.aigul) as by:
        shown = Reminder.objects.visible_to(by)
        assert not shown.needing_a_hand(at_noon(0)).exists()
        (first,) = shown.needing_a_hand(at_noon(1))
        assert first.rule == "appointment_tomorrow"
        (second,) = shown.needing_a_hand(at_noon(2) - DAY / 8)
        assert second.rule == "appointment_today"
        assert not shown.needing_a_hand(at_noon(2)).exists()


def test_an_hour_that_changed_after_the_message_went_out_needs_a_hand(cast: Cast) -> None:
    referral = expected(cast, at=at_noon(1))
    plan()
    let_the_hour_come()
    send(FakeGateway())
    moved(cast, referral, at_noon(1) + DAY / 24)
    plan()
    assert "The time changed after the message went out." in page(cast).content.decode()


def test_what_is_late_or_in_doubt_needs_a_hand(cast: Cast) -> None:
    agree(cast.gulnara)
    to_do(cast, "call_back", TODAY + DAY)
    plan()
    late = only().due_at + DAY / 24
    with for_member(cast.aigul) as by:
        assert not Reminder.objects.visible_to(by).needing_a_hand(only().due_at).exists()
        (row,) = queries.needing_a_hand(by, late)
    assert str(row.to_do) == "It has not gone out yet. Please call."
    let_the_hour_come()
    send(FakeGateway(next=["lost_after"]))
    with for_member(cast.aigul) as by:
        (row,) = queries.needing_a_hand(by, late)
    assert str(row.to_do) == "Nobody knows whether it arrived. Please call."


def test_trying_again_twice_sends_it_once_more(cast: Cast, failed: Reminder) -> None:
    assert told(press(cast, "try_again", failed)) == ["The message goes out once more."]
    assert only().state == "scheduled"
    with unchanged(SEEN):
        answer = press(cast, "try_again", failed)
    assert told(answer) == ["This message cannot be tried again now."]


def test_whoever_was_called_needs_no_hand_any_more(cast: Cast, failed: Reminder) -> None:
    with audited() as entries:
        press(cast, "note", failed)
    assert rows(cast) == []
    assert (only().state, only().noted_by_id) == ("failed", cast.aigul.user_id)
    assert_codes_only(entries)
    with unchanged(SEEN):
        press(cast, "note", failed)


def test_messages_are_stopped_with_a_reason_and_allowed_again(cast: Cast) -> None:
    expected(cast)
    plan()
    stop = reverse("reminders:stop", args=[cast.gulnara.pk])
    client = browser(cast, "aigul")
    with unchanged(SEEN):
        assert client.post(stop, {}).status_code == 200
    client.post(stop, {"reason": "opted_out"})
    assert {(row.state, row.is_muted) for row in rows(cast, "coming")} == {("muted", True)}
    client.post(reverse("reminders:allow", args=[cast.gulnara.pk]))
    with for_system(reason="tests"):
        assert not Mute.objects.active().exists()


@pytest.mark.parametrize("act", ["try_again", "note"])
@pytest.mark.parametrize(
    ("name", "status"), [("daniyar", 404), ("timur", 404), ("dr_ahmetov", 403)]
)
def test_others_touch_nothing(
    cast: Cast, failed: Reminder, act: str, name: str, status: int
) -> None:
    with unchanged(SEEN):
        assert press(cast, act, failed, name).status_code == status


def test_the_supervisor_sees_the_teams_and_a_colleague_none(cast: Cast, failed: Reminder) -> None:
    assert [row.name for row in rows(cast, name="saule")] == [GULNARA]
    assert rows(cast, name="daniyar") == []


def test_without_a_gateway_the_page_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reminders.views.from_settings", lambda: None)
    assert "Messages are not set up" in page(cast).content.decode()
    monkeypatch.setattr("reminders.views.from_settings", FakeGateway)
    assert "Messages are not set up" not in page(cast).content.decode()


def test_the_case_file_shows_its_messages_to_its_holders_only(cast: Cast, failed: Reminder) -> None:
    address = reverse("desk:case", args=[cast.gulnaras_case.pk])
    assert failed.text in browser(cast, "aigul").get(address).content.decode()
    expected(cast)
    answer = browser(cast, "dr_ahmetov").get(address)
    assert answer.status_code == 200
    assert answer.context["reminders"] is None


@pytest.mark.parametrize("name", ["aigul", "saule"])
def test_home_says_whom_no_message_reached(cast: Cast, failed: Reminder, name: str) -> None:
    with for_member(cast.members[name]) as by:
        section = sections_for(by, NOW)[2]
    assert [(str(item.title), str(item.badge)) for item in section.items] == [
        (GULNARA, str(failed.get_state_display()))
    ]


def test_a_long_list_costs_as_many_queries_as_a_short_one(cast: Cast) -> None:
    agree(cast.gulnara)
    costs = []
    for days in (1, 2, 3, 4, 5, 6):
        to_do(cast, "call_back", TODAY + days * DAY)
        plan()
        with CaptureQueriesContext(connection) as captured:
            page(cast, "coming")
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert len(rows(cast, "coming")) == len(reminders()) == 6


def test_a_figure_counts_by_the_day_they_were_due(cast: Cast, failed: Reminder) -> None:
    with for_system(reason="tests"):
        day = failed.due_on
        assert counts.by_state(cast.komek.pk, day, day + DAY) == {"failed": 1}
        assert counts.by_state(cast.komek.pk, day + DAY, day + 2 * DAY) == {}
        assert counts.by_state(cast.tirek.pk, day, day + DAY) == {}
