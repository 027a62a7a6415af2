"""What a sheet says of moves, the answer, time and place, and who reads it."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from accounts.acting import for_member
from accounts.permissions import Permission
from referrals import actions
from referrals.access import get_referral
from referrals.models import Referral
from referrals.states import Side, moves_open_to
from tests.cast import NOW, Cast
from tests.referrals.reading import RECEIVING, SENDING, sheet
from tests.referrals.stages import (
    ANSWER,
    ENDED,
    ROADS,
    TOMORROW,
    brought_to,
    drafted,
    steps_of,
)
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# --- moves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ROADS)
def test_each_role_has_the_moves_of_its_side_or_none(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    assert sheet(cast, "aigul", referral).moves == moves_open_to(state, Side.SENDER)
    # A supervisor watches; what leaves the house is the caseworker's.
    assert sheet(cast, "saule", referral).moves == ()
    if state != "draft":
        for name in RECEIVING:
            assert sheet(cast, name, referral).moves == moves_open_to(state, Side.RECEIVER)


@pytest.mark.parametrize("state", ENDED)
def test_the_sender_takes_note_of_an_ending_and_may_ask_again(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    found = sheet(cast, "aigul", referral)
    assert found.is_to_note == (state != "cancelled")
    assert found.may_refer_again == (state != "completed")
    for name in ("saule", *RECEIVING):
        other = sheet(cast, name, referral)
        assert not other.is_to_note
        assert not other.may_refer_again


def test_what_was_noted_is_not_to_be_noted_again(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    with for_member(cast.aigul) as by:
        actions.note_referral(by=by, referral=referral, now=NOW)
    assert not sheet(cast, "aigul", referral).is_to_note


def test_an_open_referral_is_neither_to_note_nor_to_repeat(cast: Cast) -> None:
    found = sheet(cast, "aigul", brought_to(cast, "arrived"))
    assert not found.is_to_note
    assert not found.may_refer_again


# --- the answer -----------------------------------------------------------------------------------


def answered(cast: Cast, *, concerns_tb: bool) -> Referral:
    referral = brought_to(cast, "arrived")
    with for_member(cast.dr_ahmetov) as by:
        terms = replace(ANSWER, concerns_tb=concerns_tb)
        actions.complete_referral(by=by, referral=referral, answer=terms, now=NOW)
    return referral


def test_an_answer_about_tb_is_read_only_by_those_who_may_see_tb(cast: Cast) -> None:
    referral = answered(cast, concerns_tb=True)
    for name in ("aigul", "dr_ahmetov"):
        found = sheet(cast, name, referral)
        assert found.answer is not None
        assert (found.answer.findings, found.hides_answer) == ("Sputum negative", False)
    for name in ("saule", "nurse_olga"):
        found = sheet(cast, name, referral)
        assert (found.answer, found.hides_answer) == (None, True)
        assert "Sputum" not in repr(found)


def test_another_answer_is_read_by_both_sides(cast: Cast) -> None:
    referral = answered(cast, concerns_tb=False)
    for name in (*SENDING, *RECEIVING):
        found = sheet(cast, name, referral)
        assert found.answer is not None
        assert (found.answer.advice, found.hides_answer) == ("Rest", False)


def test_without_an_answer_nothing_is_hidden(cast: Cast) -> None:
    referral = brought_to(cast, "left_early")
    for name in (*SENDING, *RECEIVING):
        found = sheet(cast, name, referral)
        assert (found.answer, found.hides_answer) == (None, False)


# --- time, place, reasons -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "waits_for"),
    [
        ("draft", ""),
        ("sent", "Waiting for the receipt to be confirmed"),
        ("received", "Waiting for yes or no"),
        ("accepted", "Waiting for an appointment"),
        ("scheduled", "Waiting for the person to come"),
        ("did_not_arrive", "Waiting for an appointment"),
        ("arrived", "Waiting for the answer"),
        ("completed", ""),
    ],
)
def test_it_says_what_it_waits_for_and_how_late_it_is(
    cast: Cast, state: str, waits_for: str
) -> None:
    referral = brought_to(cast, state)
    found = sheet(cast, "aigul", referral)
    assert str(found.waits_for) == waits_for
    assert found.days_late == 0
    if found.due_on is None:
        assert waits_for == ""
    else:
        assert sheet(cast, "aigul", referral, found.due_on + 3 * DAY).days_late == 3


def test_both_sides_read_when_and_where_she_is_expected(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    for name in ("aigul", "nurse_olga"):
        found = sheet(cast, name, referral)
        assert (found.appointment_at, found.appointment_place) == (TOMORROW, "Room 4")


def test_a_no_and_a_pointing_elsewhere_are_said_in_words(cast: Cast) -> None:
    declined = sheet(cast, "aigul", brought_to(cast, "declined"))
    assert (declined.decline_reason, declined.redirected_to) == ("No free place", "")
    redirected = sheet(cast, "aigul", brought_to(cast, "redirected"))
    assert (redirected.decline_reason, redirected.redirected_to) == ("", "City hospital")


def test_every_step_is_there_in_order_for_both_sides(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    for name in ("aigul", "nurse_olga"):
        assert sheet(cast, name, referral).steps == steps_of(referral)


# --- reading is written down, and refused to others -----------------------------------------------


@pytest.mark.parametrize("name", ["aigul", "nurse_olga"])
def test_who_reads_a_referral_is_written_down(cast: Cast, name: str) -> None:
    referral = brought_to(cast, "sent")
    with audited() as entries:
        sheet(cast, name, referral)
    assert [(e.verb, e.subject_type, e.subject_id, e.actor_id) for e in entries] == [
        ("read", "referral", referral.pk, cast.members[name].user_id)
    ]
    assert entries[0].data_classes == ["identity", "referral"]


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_lee", "officer_kg", "sysadmin"])
def test_a_stranger_finds_nothing(cast: Cast, name: str) -> None:
    referral = brought_to(cast, "accepted")
    with unchanged(), pytest.raises(Http404):
        sheet(cast, name, referral)


def test_a_draft_is_not_there_for_the_clinic(cast: Cast) -> None:
    referral = drafted(cast)
    with unchanged(), pytest.raises(Http404):
        sheet(cast, "dr_ahmetov", referral)


def test_who_sees_it_and_may_not_do_it_is_told_so_and_a_stranger_is_told_nothing(
    cast: Cast,
) -> None:
    referral = brought_to(cast, "received")
    for name, permission, refusal in (
        ("saule", Permission.SEND_REFERRAL, PermissionDenied),
        ("aigul", Permission.ANSWER_REFERRAL, PermissionDenied),
        ("dr_ahmetov", Permission.SEND_REFERRAL, PermissionDenied),
        ("timur", Permission.SEND_REFERRAL, Http404),
        ("dr_lee", Permission.ANSWER_REFERRAL, Http404),
    ):
        with unchanged(), for_member(cast.members[name]) as reader, pytest.raises(refusal):
            get_referral(reader, referral.pk, permission)
