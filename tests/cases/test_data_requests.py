"""What a person asks about their own data: terms, moves, who decides; and holds on a file."""

import datetime
import itertools
import uuid

import pytest
from django.db import DatabaseError, transaction

from accounts.acting import Acting, for_member, for_system
from cases.actions import RequestTerms, hold_file, lift_hold, move_request, record_request
from cases.models import DataRequest, LegalHold
from cases.request_rules import (
    MOVES,
    TERMS,
    NoSuchMove,
    RequestKind,
    RequestMove,
    RequestState,
    days_late,
    due_on,
    next_state,
)
from tests.cast import NOW, TODAY, Cast
from tests.watching import assert_codes_only, audited, unchanged

FRIDAY = datetime.date(2026, 5, 8)


def asked(cast: Cast, kind: str = "copy", words: str = "") -> DataRequest:
    terms = RequestTerms(kind, TODAY, "in_person", "ky", words)
    with for_member(cast.aigul) as by:
        record_request(by=by, migrant=cast.gulnara, terms=terms, submission=uuid.uuid4(), now=NOW)
        return DataRequest.objects.get(migrant=cast.gulnara, kind=kind)


def decide(by: Acting, request: DataRequest, move: RequestMove, **why: str) -> bool:
    with for_member(by) as member:
        request.refresh_from_db()
        return move_request(by=member, request=request, move=move, now=NOW, **why)


def test_a_copy_is_owed_in_three_working_days_a_correction_in_one_an_erasure_in_fifteen() -> None:
    assert due_on("copy", FRIDAY) == datetime.date(2026, 5, 13)
    assert due_on("correction", FRIDAY) == datetime.date(2026, 5, 11)
    assert due_on("erasure", FRIDAY) == datetime.date(2026, 5, 29)
    assert all(term.source for term in TERMS.values())


def test_a_request_is_late_from_the_day_after_its_last_day() -> None:
    assert days_late("copy", FRIDAY, datetime.date(2026, 5, 13)) == 0
    assert days_late("copy", FRIDAY, datetime.date(2026, 5, 15)) == 2


def test_every_kind_state_and_move_leads_where_the_table_says_or_nowhere() -> None:
    for kind, state, move in itertools.product(RequestKind, RequestState, RequestMove):
        fits = {RequestMove.AGREE: kind == "erasure", RequestMove.FINISH: kind != "erasure"}
        if (move, state) in MOVES and fits.get(move, True):
            assert next_state(kind, state, move) is MOVES[move, state]
        else:
            with pytest.raises(NoSuchMove):
                next_state(kind, state, move)


def test_a_request_is_written_down_once_and_told_to_the_audit_in_codes(cast: Cast) -> None:
    with audited() as entries:
        request = asked(cast)
    assert request.state == "asked"
    assert_codes_only(entries)
    with unchanged():
        asked(cast)


def test_a_supervisor_refuses_with_a_ground_and_the_words_stay_as_a_statement(cast: Cast) -> None:
    request = asked(cast, "correction", "I was born in 1992")
    why = {"ground": "it_is_right", "refusal": "The passport says 1991"}
    assert decide(cast.saule, request, RequestMove.REFUSE, **why)
    with for_member(cast.saule):
        request.refresh_from_db()
    assert (request.state, request.words) == ("refused", "I was born in 1992")


def test_a_caseworker_hands_over_a_copy_but_decides_nothing_else(cast: Cast) -> None:
    erasure = asked(cast, "erasure")
    with unchanged(), pytest.raises(DatabaseError), transaction.atomic():
        decide(cast.aigul, erasure, RequestMove.AGREE)
    assert decide(cast.aigul, asked(cast), RequestMove.FINISH)


def test_what_was_decided_is_not_decided_again(cast: Cast) -> None:
    request = asked(cast)
    assert decide(cast.saule, request, RequestMove.FINISH)
    stale = request
    stale.state = "asked"
    with for_member(cast.saule) as by, unchanged():
        assert not move_request(by=by, request=stale, move=RequestMove.FINISH, now=NOW)


def test_nobody_rewrites_what_was_asked(cast: Cast) -> None:
    request = asked(cast, "correction", "Wrong year")
    with (
        for_system(reason="tests"),
        unchanged(),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        DataRequest.objects.filter(pk=request.pk).update(words="Nothing")


def hold(cast: Cast, by: Acting) -> bool:
    with for_member(by) as member:
        return hold_file(
            by=member, migrant=cast.gulnara, reason="court", words="Case 4",
            submission=uuid.uuid4(), now=NOW,
        )  # fmt: skip


def test_a_file_is_held_once_and_let_go_once_in_ones_own_name(cast: Cast) -> None:
    assert hold(cast, cast.saule)
    with unchanged():
        assert not hold(cast, cast.saule)
    with for_member(cast.saule) as by:
        assert lift_hold(by=by, migrant=cast.gulnara, now=NOW)
        assert not lift_hold(by=by, migrant=cast.gulnara, now=NOW)
    assert hold(cast, cast.saule), "a lifted hold may be set anew"


def test_a_caseworker_sets_no_hold_and_lifts_none(cast: Cast) -> None:
    with unchanged(), pytest.raises(DatabaseError), transaction.atomic():
        hold(cast, cast.aigul)
    hold(cast, cast.saule)
    with for_member(cast.aigul) as by, unchanged():
        assert not lift_hold(by=by, migrant=cast.gulnara, now=NOW)
    with for_member(cast.aigul):
        assert LegalHold.objects.standing().filter(migrant=cast.gulnara).exists()
