"""One referral as each reader sees it: the caseworker, the supervisor, the doctor, the nurse."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation

from accounts import permissions
from accounts.acting import for_member, for_system
from accounts.permissions import Permission
from cases.actions import change_migrant, record_legal_basis, withdraw_consent
from cases.actions.migrant import MigrantFacts
from cases.models import CaseGrant, MigrantName
from tests.cast import AGREED, GULNARA, NOW, TODAY, Cast
from tests.referrals.reading import RECEIVING, SENDING, sheet
from tests.referrals.stages import (
    ROADS,
    asking,
    brought_to,
    done,
    drafted,
    offered_by,
)

DAY = datetime.timedelta(days=1)
OPENING = {"accepted", "scheduled", "arrived", "did_not_arrive"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


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
