"""What becomes of an envelope, by whom, and what is written down."""

import datetime
import uuid
from typing import Any

import pytest

from accounts.acting import for_member, for_system
from cases.actions import change_migrant, move_case
from cases.actions.migrant import MigrantFacts
from cases.states import CaseMove
from referrals import actions
from referrals.actions.envelope import AlreadyAsked
from referrals.actions.send import CaseIsClosed
from referrals.envelope_basis import Missing, NotAgreed
from referrals.envelope_states import EnvelopeMoveNotOpen
from referrals.models import Envelope
from tests.cast import GULNARA, NOW, TODAY, Cast
from tests.referrals.envelopes import (
    DAY,
    OPEN,
    ROADS,
    agreed,
    asking,
    brought_to,
    done,
    fresh,
    posted,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged


def test_an_envelope_holds_a_frozen_copy_of_what_was_chosen(cast: Cast) -> None:
    agreed(cast)
    with audited() as entries:
        envelope = posted(cast)
    assert (envelope.shown_name, envelope.shown_sex) == (GULNARA, "female")
    assert envelope.shown_birth_date == datetime.date(1991, 5, 17)
    assert (envelope.shown_birth_precision, envelope.shown_citizenship) == ("day", "KG")
    assert [(e.verb, e.subject_type, e.data_classes) for e in entries] == [
        ("granted", "envelope", ["identity"])
    ]
    assert_codes_only(entries)


def test_what_was_not_chosen_is_not_copied(cast: Cast) -> None:
    agreed(cast)
    envelope = posted(cast, asking(cast, shows_birth_date=False, shows_sex=False))
    assert envelope.shown_name == GULNARA
    assert envelope.shown_birth_date is None
    assert (envelope.shown_birth_precision, envelope.shown_sex) == ("", "")


def test_a_correction_of_the_file_does_not_reach_what_was_sent(cast: Cast) -> None:
    agreed(cast)
    envelope = posted(cast)
    facts = MigrantFacts("ky", "female", datetime.date(1990, 1, 1), "day", "KG")
    with for_member(cast.aigul) as by:
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    assert fresh(envelope).shown_birth_date == datetime.date(1991, 5, 17)


@pytest.mark.parametrize(("days", "lasts"), [(None, 30), (365, 30), (30, 30)])
def test_it_lasts_thirty_days_at_most(cast: Cast, days: int | None, lasts: int) -> None:
    agreed(cast, days=days)
    assert posted(cast).expires_at == NOW + lasts * DAY


def test_it_ends_with_the_last_day_of_the_consent(cast: Cast) -> None:
    agreed(cast, days=5)
    midnight = datetime.datetime.combine(TODAY + 6 * DAY, datetime.time(), NOW.tzinfo)
    assert posted(cast).expires_at == midnight


def test_of_two_consents_it_rests_on_the_one_that_lasts_longer(cast: Cast) -> None:
    longer = agreed(cast, days=20)
    agreed(cast, days=3)
    assert posted(cast).consent_id == longer.pk


def test_the_same_page_sent_twice_sends_one_envelope(cast: Cast) -> None:
    agreed(cast)
    key = uuid.uuid4()
    first = posted(cast, submission=key)
    with unchanged():
        assert posted(cast, submission=key) == first


def test_the_same_request_is_not_open_twice(cast: Cast) -> None:
    envelope = brought_to(cast, "answered")
    with unchanged(), pytest.raises(AlreadyAsked) as refusal:
        posted(cast)
    assert refusal.value.envelope == envelope
    posted(cast, asking(cast, "birth_certificate"))
    done(cast, envelope, "close")
    posted(cast)


def test_a_closed_case_is_written_about_to_nobody(cast: Cast) -> None:
    agreed(cast)
    with for_member(cast.aigul) as by:
        move_case(
            by=by, case=cast.gulnaras_case, move=CaseMove.CLOSE, now=NOW, today=TODAY,
            reason="Done", closing_reason="resolved",
        )  # fmt: skip
    cast.gulnaras_case.state = "closed"
    with unchanged(), pytest.raises(CaseIsClosed):
        posted(cast)


def test_without_a_consent_nothing_leaves_and_the_reason_is_said(cast: Cast) -> None:
    with unchanged(), pytest.raises(NotAgreed) as refusal:
        posted(cast)
    assert refusal.value.gaps == {Missing.NO_CONSENT}


@pytest.mark.parametrize(
    ("terms", "gap"),
    [
        ({"purpose": "care"}, "no_consent"),
        ({"purpose": "cross_border"}, "no_consent"),
        ({"data_classes": ("contact",)}, "class_not_covered"),
        ({"recipient_ids": (), "recipient_kinds": ("consulate",)}, "recipient_not_named"),
        ({"given_on": TODAY - 9 * DAY, "expires_on": TODAY - DAY}, "expired"),
        ({"given_on": TODAY + DAY}, "not_yet_valid"),
    ],
)
def test_a_consent_to_something_else_does_not_do(
    cast: Cast, terms: dict[str, Any], gap: str
) -> None:
    agreed(cast, **terms)
    with unchanged(), pytest.raises(NotAgreed) as refusal:
        posted(cast)
    assert refusal.value.gaps == {gap}


def test_no_ground_in_law_stands_in_for_consent(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        from cases.actions import record_legal_basis

        record_legal_basis(
            by=by, case=cast.gulnaras_case, kind="danger_to_life", reason="Bleeds", now=NOW,
            today=TODAY,
        )  # fmt: skip
    with unchanged(), pytest.raises(NotAgreed):
        posted(cast)


# --- moves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ROADS)
def test_every_state_is_reached_step_by_step(cast: Cast, state: str) -> None:
    envelope = brought_to(cast, state)
    assert [step.move for step in steps_of(envelope)] == list(ROADS[state])
    assert (envelope.ended_at is None) == (state in OPEN)


def test_opening_it_again_changes_nothing(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    with unchanged():
        done(cast, envelope, "see")


def test_taking_it_unopened_counts_as_seen(cast: Cast) -> None:
    envelope = brought_to(cast, "sent")
    assert done(cast, envelope, "take").seen_at == NOW


@pytest.mark.parametrize("move", ["take", "answer", "close", "withdraw"])
@pytest.mark.parametrize("state", ["closed", "withdrawn", "expired"])
def test_what_has_ended_is_not_moved(cast: Cast, state: str, move: str) -> None:
    envelope = brought_to(cast, state)
    with unchanged(), pytest.raises(EnvelopeMoveNotOpen):
        done(cast, envelope, move)


@pytest.mark.parametrize("move", ["take", "answer"])
def test_an_old_page_moves_nothing(cast: Cast, move: str) -> None:
    shown = brought_to(cast, "seen")
    done(cast, shown, "withdraw")
    with unchanged(), pytest.raises(actions.EnvelopeMovedMeanwhile):
        done(cast, shown, move)


def test_a_consulate_moves_nothing_after_the_time_ran_out_by_the_databases_clock(
    cast: Cast,
) -> None:
    agreed(cast, now=NOW - 31 * DAY, days=60)
    envelope = posted(cast, now=NOW - 31 * DAY)
    with unchanged(), pytest.raises(actions.EnvelopeMovedMeanwhile):
        done(cast, envelope, "take")


def test_the_clock_ends_what_nobody_answered_once(cast: Cast) -> None:
    silent, answered = brought_to(cast, "in_work"), brought_to(cast, "answered", "other_help")
    with audited() as entries:
        assert actions.expire_old_envelopes(by="tests", now=silent.expires_at) == 1
    assert [(e.verb, e.role, e.subject_id) for e in entries] == [("moved", "system", silent.pk)]
    with unchanged():
        assert actions.expire_old_envelopes(by="tests", now=silent.expires_at) == 0
    assert (fresh(silent).state, fresh(answered).state) == ("expired", "answered")


def test_time_that_ran_out_is_noted_once(cast: Cast) -> None:
    envelope = brought_to(cast, "expired")
    with for_member(cast.aigul) as by:
        assert actions.note_envelope(by=by, envelope=envelope, now=NOW)
        with unchanged():
            assert not actions.note_envelope(by=by, envelope=envelope, now=NOW)


def test_every_submission_is_its_own_envelope(cast: Cast) -> None:
    agreed(cast)
    posted(cast)
    posted(cast, asking(cast, "birth_certificate"))
    with for_system(reason="tests"):
        assert Envelope.objects.count() == 2
