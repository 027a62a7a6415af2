"""Stopping messages to a person: at once, for all their matters, by their own people only."""

import pytest
from django.db import DatabaseError

from accounts.acting import for_member, for_system
from reminders import actions
from reminders.choices import MuteReason
from reminders.models import Mute
from tests.cast import NOW, Cast
from tests.reminders.stage import expected, path_of, plan, reminders
from tests.situations import share_a_file
from tests.watching import assert_codes_only, audited, unchanged

OPTED_OUT = MuteReason.OPTED_OUT


def stop(cast: Cast, name: str = "aigul") -> bool:
    with for_member(cast.members[name]) as by:
        return actions.stop_messages(by=by, migrant=cast.gulnara, reason=OPTED_OUT, now=NOW)


def allow(cast: Cast, name: str = "aigul") -> bool:
    with for_member(cast.members[name]) as by:
        return actions.allow_messages_again(by=by, migrant=cast.gulnara, now=NOW)


def test_what_waits_stops_at_once_and_stopping_twice_changes_nothing(cast: Cast) -> None:
    expected(cast)
    plan()
    assert stop(cast)
    assert [path_of(one) for one in reminders()] == [["scheduled", "muted"]] * 2
    with unchanged():
        assert not stop(cast)


def test_allowing_again_ends_the_stop_once_and_keeps_it_on_record(cast: Cast) -> None:
    stop(cast)
    assert allow(cast, "saule")
    with unchanged():
        assert not allow(cast)
    with for_system(reason="tests"):
        mute = Mute.objects.get()
    assert (mute.ended_at, mute.ended_by_id) == (NOW, cast.saule.user_id)
    assert stop(cast)


def test_a_colleague_who_shares_the_file_stops_messages_of_every_case(cast: Cast) -> None:
    expected(cast)
    plan()
    share_a_file(cast)
    assert stop(cast, "daniyar")
    assert {one.state for one in reminders()} == {"muted"}


def test_stopping_is_audited_in_codes(cast: Cast) -> None:
    with audited() as entries:
        stop(cast)
        allow(cast)
    assert [(one.verb, one.subject_id, one.detail) for one in entries] == [
        ("changed", cast.gulnara.pk, {"messages": "stopped"}),
        ("changed", cast.gulnara.pk, {"messages": "allowed"}),
    ]
    assert_codes_only(entries)


@pytest.mark.parametrize("name", ["timur", "bekzat", "dr_ahmetov", "madina", "officer_kg"])
def test_the_database_lets_strangers_stop_nothing(cast: Cast, name: str) -> None:
    expected(cast)
    plan()
    with unchanged(), pytest.raises(DatabaseError, match="row-level security"):
        stop(cast, name)
