"""Taking an examination back, and the end of custody."""

import pytest
from django.db import transaction

from accounts.acting import for_member
from referrals import actions
from referrals.models import Referral
from referrals.models.examination import Phase
from referrals.states import MoveNotOpen
from tests.cast import NOW, Cast
from tests.referrals.custody_stages import (
    CLOSED,
    CUSTODY_ROADS,
    asked,
    behind,
    examined_to,
    released,
    seen,
    step,
)
from tests.referrals.stages import steps_of
from tests.watching import assert_codes_only, audited, unchanged


def test_the_centre_takes_back_with_a_coded_word(cast: Cast) -> None:
    sheet = examined_to(cast, "received")
    with audited() as rows:
        step(cast, sheet, "cancel")
    assert [one.note for one in steps_of(behind(sheet))] == ["", "", "mistake"]
    assert_codes_only(rows)


@pytest.mark.parametrize("state", ["completed", *CLOSED])
def test_what_has_ended_is_not_taken_back(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    with unchanged(), pytest.raises(MoveNotOpen):
        step(cast, sheet, "cancel")


def test_another_centre_takes_nothing_back_and_ends_no_custody(cast: Cast) -> None:
    sheet = asked(cast)
    with unchanged(), for_member(cast.officer_south) as by:
        assert not actions.end_custody(by=by, examination=sheet, now=NOW)
        with pytest.raises(Referral.DoesNotExist), transaction.atomic():
            actions.take_back_examination(by=by, examination=sheet, because="wish", now=NOW)


@pytest.mark.parametrize("state", [state for state in CUSTODY_ROADS if state not in CLOSED])
def test_after_custody_ended_the_sheet_says_closed_and_nothing_else(cast: Cast, state: str) -> None:
    sheet = examined_to(cast, state)
    ended = released(cast, sheet)
    assert behind(sheet).custody_ended_at == NOW
    assert behind(sheet).state == state
    assert ended.phase == Phase.CLOSED
    assert (ended.appointment_at, ended.place, ended.fitness) == (None, "", "")
    assert (ended.look_again_on, ended.answered_on) == (None, None)


def test_whatever_the_clinic_does_after_custody_ended_changes_no_sheet(cast: Cast) -> None:
    sheet = asked(cast)
    ended = vars(released(cast, sheet))
    for move in ("receive", "accept", "schedule", "miss", "schedule", "arrive", "complete"):
        step(cast, sheet, move)
        now = vars(seen(sheet))
        assert now | {"_state": None} == ended | {"_state": None}, move
    assert behind(sheet).state == "completed"


def test_custody_ends_once(cast: Cast) -> None:
    sheet = asked(cast)
    with audited() as rows:
        released(cast, sheet)
    assert [(row.verb, row.detail) for row in rows] == [("changed", {"custody": "ended"})]
    with unchanged():
        released(cast, sheet)
