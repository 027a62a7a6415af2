"""What the sender does: write, change, send, take back, take note."""

import datetime

import pytest
from django.db import IntegrityError

from accounts.acting import for_member
from accounts.permissions import DataClass
from cases.actions import withdraw_consent
from cases.models import CaseGrant
from referrals import actions
from referrals.actions.send import CaseIsClosed
from referrals.basis import NotCovered
from referrals.models import Referral, ReferralStep
from referrals.states import MoveNotOpen
from tests.cast import AGREED, GULNARA, NOW, TODAY, Cast
from tests.referrals.stages import (
    ENDED,
    OPEN,
    asking,
    audit_rows,
    brought_to,
    close_case,
    current_grants_by,
    done,
    drafted,
    fresh,
    grants_by,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged

# --- sending --------------------------------------------------------------------------------------


def test_sending_freezes_what_the_clinic_reads_before_it_accepts(cast: Cast) -> None:
    referral = done(cast, drafted(cast), "send")
    assert (referral.state, referral.sent_at, referral.moved_at) == ("sent", NOW, NOW)
    assert (referral.consent_id, referral.legal_basis_id) == (cast.gulnaras_consent.pk, None)
    assert (referral.shown_name, referral.shown_birth_year) == (GULNARA, 1991)
    assert (referral.shown_sex, referral.shown_language) == ("female", "ky")


def test_without_her_identity_the_clinic_reads_only_her_language(cast: Cast) -> None:
    referral = done(cast, drafted(cast, asking(cast, "health")), "send")
    assert (referral.shown_name, referral.shown_birth_year, referral.shown_sex) == ("", None, "")
    assert referral.shown_language == "ky"


def test_sending_writes_one_step_and_one_audit_row(cast: Cast) -> None:
    referral = drafted(cast)
    with audited() as entries:
        done(cast, referral, "send")
    (step,) = steps_of(referral)
    assert (step.move, step.from_state, step.to_state) == ("send", "draft", "sent")
    assert (step.by_id, step.organisation, step.at) == (cast.aigul.user_id, cast.komek, NOW)
    assert [(e.verb, e.subject_id, e.detail) for e in entries] == [
        ("moved", referral.pk, {"move": "send"})
    ]
    assert_codes_only(entries)


def test_sending_opens_the_referral_to_the_clinic_and_the_case_to_nobody(cast: Cast) -> None:
    referral = done(cast, drafted(cast), "send")
    assert grants_by(referral) == []
    with for_member(cast.dr_ahmetov) as reader:
        assert list(Referral.objects.visible_to(reader)) == [referral]
        assert not CaseGrant.objects.opening_to(reader).exists()
    with for_member(cast.dr_lee) as stranger:
        assert not Referral.objects.visible_to(stranger).exists()


def test_without_a_consent_that_covers_it_nothing_leaves_the_house(cast: Cast) -> None:
    referral = drafted(cast, asking(cast, *AGREED, "notes"))
    with unchanged(), pytest.raises(NotCovered):
        done(cast, referral, "send")


def test_a_withdrawn_consent_sends_nothing(cast: Cast) -> None:
    referral = drafted(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    with unchanged(), pytest.raises(NotCovered):
        done(cast, referral, "send")


def test_a_draft_of_a_case_that_was_closed_since_is_not_sent(cast: Cast) -> None:
    referral = drafted(cast)
    close_case(cast)
    with unchanged(), pytest.raises(CaseIsClosed):
        done(cast, referral, "send")


def test_of_two_who_send_the_same_draft_the_second_is_told(cast: Cast) -> None:
    seen_before = drafted(cast)
    done(cast, fresh(seen_before), "send")
    with unchanged(), pytest.raises(MoveNotOpen):
        done(cast, seen_before, "send")


# --- taking back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", OPEN)
def test_the_sender_takes_back_every_open_referral(cast: Cast, state: str) -> None:
    before = brought_to(cast, state)
    referral = done(cast, before, "cancel")
    assert (referral.state, referral.ended_at, referral.noted_at) == ("cancelled", NOW, NOW)
    step = steps_of(referral)[-1]
    assert (step.move, step.from_state, step.note) == ("cancel", state, "She went home")
    assert current_grants_by(referral) == []


def test_a_draft_taken_back_is_never_seen_outside(cast: Cast) -> None:
    referral = done(cast, drafted(cast), "cancel")
    for name in ("dr_ahmetov", "nurse_olga"):
        with for_member(cast.members[name]) as reader:
            assert not Referral.objects.exists()
            assert not ReferralStep.objects.exists()
            assert not Referral.objects.visible_to(reader).exists()
    with for_member(cast.aigul) as reader:
        assert list(Referral.objects.visible_to(reader)) == [referral]


def test_the_clinic_still_reads_what_was_sent_to_it_and_taken_back(cast: Cast) -> None:
    referral = brought_to(cast, "cancelled")
    with for_member(cast.dr_ahmetov) as reader:
        assert list(Referral.objects.all()) == [referral]
        assert list(Referral.objects.visible_to(reader)) == [referral]


def test_taking_back_takes_the_case_from_the_clinic_at_once(cast: Cast) -> None:
    referral = brought_to(cast, "arrived")
    assert len(current_grants_by(referral)) == 1
    with audited() as entries:
        done(cast, referral, "cancel")
    (grant,) = grants_by(referral)
    assert (grant.end_reason, grant.ended_by_id) == ("referral_ended", cast.aigul.user_id)
    assert [(e.verb, e.subject_id) for e in entries] == [
        ("moved", referral.pk),
        ("ended", cast.gulnaras_case.pk),
    ]
    with for_member(cast.dr_ahmetov) as reader:
        assert not CaseGrant.objects.opening_to(reader).exists()


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_is_not_taken_back(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged(), pytest.raises(MoveNotOpen):
        done(cast, referral, "cancel")


def test_nothing_is_taken_back_without_a_reason(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with (
        unchanged(),
        pytest.raises(IntegrityError, match="referral_step_has_its_reason"),
        for_member(cast.aigul) as by,
    ):
        actions.cancel_referral(by=by, referral=referral, reason="", now=NOW)


def test_the_grant_of_another_referral_stays(cast: Cast) -> None:
    other = brought_to(cast, "accepted", asking(cast, reason="screening"))
    done(cast, brought_to(cast, "accepted"), "cancel")
    assert len(current_grants_by(other)) == 1


# --- taking note ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in ENDED if state != "cancelled"])
def test_an_ending_is_noted_once(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    assert referral.noted_at is None
    with audited() as entries, for_member(cast.aigul) as by:
        assert actions.note_referral(by=by, referral=referral, now=NOW)
    assert fresh(referral).noted_at == NOW
    assert [(e.verb, e.subject_id) for e in entries] == [("changed", referral.pk)]
    later = NOW + datetime.timedelta(hours=1)
    with unchanged(), for_member(cast.aigul) as by:
        assert not actions.note_referral(by=by, referral=referral, now=later)


@pytest.mark.parametrize("state", [*OPEN, "cancelled"])
def test_there_is_nothing_to_note_while_it_is_open_or_was_taken_back(
    cast: Cast, state: str
) -> None:
    referral = brought_to(cast, state)
    with unchanged(), for_member(cast.aigul) as by:
        assert not actions.note_referral(by=by, referral=referral, now=NOW)


@pytest.mark.parametrize("name", ["dr_ahmetov", "timur"])
def test_only_the_senders_house_takes_note(cast: Cast, name: str) -> None:
    referral = brought_to(cast, "completed")
    with unchanged(), for_member(cast.members[name]) as by:
        assert not actions.note_referral(by=by, referral=referral, now=NOW)


def test_every_row_of_the_audit_holds_codes_only(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    rows = audit_rows(subject_id=referral.pk)
    assert len(rows) == 7
    assert_codes_only(rows)
    assert {DataClass.IDENTITY} >= {name for row in rows for name in row.data_classes}
