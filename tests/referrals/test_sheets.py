"""One referral as each reader sees it: the caseworker, the supervisor, the doctor, the nurse."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from accounts import permissions
from accounts.acting import for_member, for_system
from accounts.permissions import Permission
from cases.actions import change_migrant, record_legal_basis, withdraw_consent
from cases.actions.migrant import MigrantFacts
from cases.models import CaseGrant, MigrantName
from referrals import actions
from referrals.access import get_referral
from referrals.models import Referral
from referrals.sheets import ReferralSheet, referral_sheet
from referrals.states import Side, moves_open_to
from tests.cast import AGREED, GULNARA, NOW, TODAY, Cast
from tests.referrals.stages import (
    ANSWER,
    ENDED,
    ROADS,
    TOMORROW,
    asking,
    brought_to,
    done,
    drafted,
    offered_by,
    steps_of,
)
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)
AUDIT = frozenset({"audit_entry"})
SENDING, RECEIVING = ("aigul", "saule"), ("dr_ahmetov", "nurse_olga")
OPENING = {"accepted", "scheduled", "arrived", "did_not_arrive"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet(cast: Cast, name: str, referral: Referral, today: datetime.date = TODAY) -> ReferralSheet:
    """Read the referral as this member; reading writes nothing but the audit."""
    with unchanged(AUDIT), for_member(cast.members[name]) as reader:
        found = get_referral(reader, referral.pk, Permission.SEE_REFERRAL)
        return referral_sheet(reader, found, today)


# --- who it is about ------------------------------------------------------------------------------


def test_the_caseworker_reads_whom_her_draft_is_about_and_what_sending_will_show(
    cast: Cast,
) -> None:
    person = sheet(cast, "aigul", drafted(cast)).person
    assert (person.name, person.birth_year) == (GULNARA, 1991)
    assert (str(person.sex), str(person.language)) == ("Woman", "Kyrgyz")


def test_a_draft_without_her_identity_shows_its_writer_that_the_clinic_gets_none(
    cast: Cast,
) -> None:
    found = sheet(cast, "aigul", drafted(cast, asking(cast, "health")))
    assert found.hides_name
    assert found.person.name == GULNARA
    assert (found.person.birth_year, found.person.sex) == (None, "")
    assert str(found.person.language) == "Kyrgyz"


@pytest.mark.parametrize("name", RECEIVING)
def test_the_clinic_reads_what_was_frozen_when_it_was_sent(cast: Cast, name: str) -> None:
    referral = brought_to(cast, "received")
    with for_member(cast.aigul) as by:
        facts = MigrantFacts("ru", "unknown", datetime.date(1980, 1, 1), "day", "TJ")
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    with for_system(reason="tests"):
        MigrantName.objects.filter(migrant=cast.gulnara).update(full="Somebody Else")
    person = sheet(cast, name, referral).person
    assert (person.name, person.birth_year) == (GULNARA, 1991)
    assert (str(person.sex), str(person.language)) == ("Woman", "Kyrgyz")
    assert sheet(cast, "aigul", referral).person.name == "Somebody Else"


@pytest.mark.parametrize("state", ["sent", "accepted", "completed"])
def test_without_her_identity_the_clinic_never_learns_her_name(cast: Cast, state: str) -> None:
    found = sheet(cast, "dr_ahmetov", brought_to(cast, state, asking(cast, "health")))
    assert found.hides_name
    assert (found.person.name, found.person.birth_year, found.person.sex) == ("", None, "")


def test_what_nobody_said_is_left_out(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        change_migrant(by=by, migrant=cast.gulnara, facts=MigrantFacts("tg"), version=1)
    person = sheet(cast, "dr_ahmetov", brought_to(cast, "sent")).person
    assert (person.birth_year, person.sex) == (None, "")


# --- what is asked and shared ---------------------------------------------------------------------


def test_both_sides_read_what_is_asked_and_what_will_be_shared(cast: Cast) -> None:
    service = offered_by(cast)["tb_examination"]
    terms = replace(
        asking(cast, "health", "identity"),
        service=service,
        priority="urgent",
        needs_interpreter=True,
    )
    referral = brought_to(cast, "sent", terms)
    for name in ("aigul", "dr_ahmetov"):
        found = sheet(cast, name, referral)
        assert (found.sender, found.recipient) == ("Komek", "City TB clinic")
        assert found.asked == "Coughs for a month, please examine"
        assert (found.reason_label, found.priority_label) == ("A first test", "Within days")
        assert [str(one) for one in found.shared] == [
            "Name, age, sex, citizenship", "Health in general"
        ]  # fmt: skip
        assert found.person.needs_interpreter
        assert found.service == "Tb_Examination"
        assert not found.hides_name


def test_a_referral_to_a_clinic_without_a_service_names_none(cast: Cast) -> None:
    found = sheet(cast, "aigul", drafted(cast))
    assert (found.service, found.service_note) == ("", "")


# --- on what it rests -----------------------------------------------------------------------------


def test_a_draft_says_whether_it_is_covered(cast: Cast) -> None:
    assert sheet(cast, "aigul", drafted(cast)).rests_on == "consent"
    terms = asking(cast, *AGREED, "notes", reason="screening")
    assert sheet(cast, "aigul", drafted(cast, terms)).rests_on == ""


def test_a_draft_says_that_it_would_rest_on_the_law(cast: Cast) -> None:
    referral = drafted(cast, asking(cast, "health"))
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
        record_legal_basis(
            by=by,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW,
            today=TODAY,
        )
    assert sheet(cast, "aigul", referral).rests_on == "basis"
    assert sheet(cast, "dr_ahmetov", done(cast, referral, "send")).rests_on == "basis"


@pytest.mark.parametrize("name", [*SENDING, *RECEIVING])
def test_what_was_sent_says_on_what_to_both_sides(cast: Cast, name: str) -> None:
    assert sheet(cast, name, brought_to(cast, "received")).rests_on == "consent"


def test_a_draft_that_was_taken_back_rests_on_nothing(cast: Cast) -> None:
    assert sheet(cast, "aigul", done(cast, drafted(cast), "cancel")).rests_on == ""


# --- the way to the case --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ROADS)
def test_the_case_is_open_to_its_own_house_always_and_to_the_clinic_while_it_has_access(
    cast: Cast, state: str
) -> None:
    referral = brought_to(cast, state)
    for name in SENDING:
        assert sheet(cast, name, referral).case_id == cast.gulnaras_case.pk
    if state != "draft":
        opened = cast.gulnaras_case.pk if state in OPENING else None
        for name in RECEIVING:
            assert sheet(cast, name, referral).case_id == opened


def test_after_consent_is_withdrawn_nothing_leads_the_doctor_to_the_case(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    assert sheet(cast, "dr_ahmetov", referral).case_id is None
    assert sheet(cast, "aigul", referral).case_id == cast.gulnaras_case.pk


def test_after_consent_has_run_out_nothing_leads_the_doctor_to_the_case(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with for_system(reason="tests"):
        CaseGrant.objects.filter(source_id=referral.pk).update(
            ends_at=NOW - DAY, end_reason="consent_ends"
        )
    assert sheet(cast, "dr_ahmetov", referral).case_id is None


def test_who_may_see_no_cases_is_not_led_to_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = brought_to(cast, "accepted")
    without = {
        role: may - {Permission.SEE_CASE} for role, may in permissions.ROLE_PERMISSIONS.items()
    }
    monkeypatch.setattr("accounts.acting.ROLE_PERMISSIONS", without)
    for name in (*SENDING, *RECEIVING):
        assert sheet(cast, name, referral).case_id is None


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
