"""What the sender does: write, change, send, take back, take note."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError

from accounts.acting import for_member, for_system
from accounts.permissions import DataClass
from cases import numbers
from cases.actions import move_case, withdraw_consent
from cases.models import CaseGrant
from cases.states import CaseMove
from referrals import actions
from referrals.actions.send import AlreadyReferred, CaseIsClosed
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
    current_grants_by,
    done,
    drafted,
    fresh,
    grants_by,
    offered_by,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged


def close_case(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        move_case(
            by=by,
            case=cast.gulnaras_case,
            move=CaseMove.CLOSE,
            now=NOW,
            today=TODAY,
            reason="All done",
            closing_reason="resolved",
        )
    cast.gulnaras_case.state = "closed"


# --- writing --------------------------------------------------------------------------------------


def test_aiguls_draft_says_what_she_asks_of_whom_for_whom(cast: Cast) -> None:
    service = offered_by(cast)["tb_examination"]
    terms = replace(asking(cast), service=service, priority="urgent", needs_interpreter=True)
    referral = fresh(drafted(cast, terms))
    assert (referral.state, referral.kind, referral.priority) == ("draft", "care", "urgent")
    assert (referral.sender, referral.recipient) == (cast.komek, cast.tb_clinic)
    assert (referral.case, referral.migrant) == (cast.gulnaras_case, cast.gulnara)
    assert (referral.service, referral.reason) == (service, "initial_test")
    assert referral.asked == "Coughs for a month, please examine"
    assert referral.needs_interpreter
    assert referral.created_by_id == cast.aigul.user_id
    assert referral.created_at == referral.moved_at == NOW
    assert numbers.is_valid(referral.number)
    assert steps_of(referral) == []


def test_the_classes_of_a_draft_are_kept_in_one_order(cast: Cast) -> None:
    assert drafted(cast, asking(cast, "tb", "health", "identity")).data_classes == [
        "health", "identity", "tb"
    ]  # fmt: skip


def test_a_draft_freezes_nothing_and_rests_on_nothing_yet(cast: Cast) -> None:
    referral = fresh(drafted(cast))
    assert (referral.shown_name, referral.shown_birth_year, referral.shown_language) == (
        "", None, ""
    )  # fmt: skip
    assert (referral.consent_id, referral.legal_basis_id, referral.sent_at) == (None, None, None)


def test_nobody_outside_sees_a_draft(cast: Cast) -> None:
    drafted(cast)
    for name in ("dr_ahmetov", "nurse_olga", "dr_lee", "timur", "daniyar"):
        with for_member(cast.members[name]) as reader:
            assert not Referral.objects.exists(), name
            assert not Referral.objects.visible_to(reader).exists(), name
    with for_member(cast.saule) as saule:
        assert Referral.objects.visible_to(saule).count() == 1


def test_writing_a_draft_is_audited(cast: Cast) -> None:
    with audited() as entries:
        referral = drafted(cast)
    assert [(e.verb, e.subject_type, e.subject_id) for e in entries] == [
        ("created", "referral", referral.pk)
    ]
    assert entries[0].actor_id == cast.aigul.user_id
    assert_codes_only(entries)


def test_the_same_page_sent_twice_writes_one_referral(cast: Cast) -> None:
    key = uuid.uuid4()
    with for_member(cast.aigul) as by:
        first = actions.draft_referral(
            by=by, case=cast.gulnaras_case, terms=asking(cast), submission=key, now=NOW
        )
    with unchanged(), for_member(cast.aigul) as by:
        again = actions.draft_referral(
            by=by,
            case=cast.gulnaras_case,
            terms=asking(cast, reason="screening"),
            submission=key,
            now=NOW,
        )
    assert again == first


@pytest.mark.parametrize("state", OPEN)
def test_the_same_question_is_not_asked_twice_while_the_first_is_open(
    cast: Cast, state: str
) -> None:
    first = brought_to(cast, state)
    with unchanged(), pytest.raises(AlreadyReferred) as refusal:
        drafted(cast)
    assert refusal.value.referral == first


@pytest.mark.parametrize("state", ENDED)
def test_a_question_may_be_asked_again_once_the_first_has_ended(cast: Cast, state: str) -> None:
    first = brought_to(cast, state)
    assert drafted(cast).pk != first.pk


def test_another_question_or_another_clinic_may_be_asked_meanwhile(cast: Cast) -> None:
    drafted(cast)
    drafted(cast, asking(cast, reason="screening"))
    drafted(cast, replace(asking(cast), recipient=cast.hospital))
    with for_member(cast.daniyar) as by:
        actions.draft_referral(
            by=by, case=cast.rustams_case, terms=asking(cast), submission=uuid.uuid4(), now=NOW
        )
    with for_system(reason="tests"):
        assert Referral.objects.count() == 4


def test_a_closed_case_is_not_referred(cast: Cast) -> None:
    close_case(cast)
    with unchanged(), pytest.raises(CaseIsClosed):
        drafted(cast)


def test_a_referral_written_anew_says_what_it_replaces(cast: Cast) -> None:
    declined = brought_to(cast, "declined")
    with for_member(cast.aigul) as by:
        anew = actions.draft_referral(
            by=by,
            case=cast.gulnaras_case,
            terms=asking(cast),
            submission=uuid.uuid4(),
            now=NOW,
            replaces=declined,
        )
    assert fresh(anew).replaces_id == declined.pk


def draw(monkeypatch: pytest.MonkeyPatch, *drawn: str) -> None:
    left = iter(drawn)
    monkeypatch.setattr("referrals.actions.send.numbers.new_number", lambda: next(left))


def test_a_number_that_is_taken_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, free = drafted(cast).number, numbers.new_number()
    draw(monkeypatch, taken, taken, free)
    assert drafted(cast, asking(cast, reason="screening")).number == free


def test_numbers_that_are_always_taken_fail_loudly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, *[drafted(cast).number] * 5)
    with unchanged(), pytest.raises(IntegrityError, match="number"):
        drafted(cast, asking(cast, reason="screening"))


def test_a_word_nobody_defined_fails_loudly(cast: Cast) -> None:
    with unchanged(), pytest.raises(IntegrityError, match="referral_words_are_known"):
        drafted(cast, asking(cast, reason="curiosity"))


def test_what_cannot_be_audited_is_not_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError

    with unchanged(), for_member(cast.aigul) as by:
        monkeypatch.setattr("referrals.actions.send.audit.record", broken)
        with pytest.raises(ConnectionError):
            actions.draft_referral(
                by=by,
                case=cast.gulnaras_case,
                terms=asking(cast),
                submission=uuid.uuid4(),
                now=NOW,
            )


# --- changing a draft -----------------------------------------------------------------------------


def test_a_draft_can_be_changed_in_every_word(cast: Cast) -> None:
    referral = drafted(cast)
    terms = replace(
        asking(cast, "health", reason="emergency"),
        recipient=cast.hospital,
        asked="Bleeds",
        priority="stat",
        needs_interpreter=True,
    )
    with audited() as entries, for_member(cast.aigul) as by:
        assert actions.change_draft(by=by, referral=referral, terms=terms)
    stored = fresh(referral)
    assert (stored.recipient, stored.reason, stored.asked) == (cast.hospital, "emergency", "Bleeds")
    assert (stored.priority, stored.needs_interpreter) == ("stat", True)
    assert stored.data_classes == ["health"]
    assert (stored.number, stored.state) == (referral.number, "draft")
    assert [(e.verb, e.subject_id) for e in entries] == [("changed", referral.pk)]


@pytest.mark.parametrize("state", [state for state in (*OPEN, *ENDED) if state != "draft"])
def test_what_was_sent_is_neither_changed_nor_sent_again(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    with unchanged():
        with for_member(cast.aigul) as by:
            assert not actions.change_draft(by=by, referral=referral, terms=asking(cast, "tb"))
        with pytest.raises(MoveNotOpen):
            done(cast, referral, "send")


def test_a_draft_is_not_changed_into_a_question_that_is_open_already(cast: Cast) -> None:
    sent = brought_to(cast, "sent")
    other = drafted(cast, asking(cast, reason="screening"))
    with unchanged(), for_member(cast.aigul) as by, pytest.raises(AlreadyReferred) as refusal:
        actions.change_draft(by=by, referral=other, terms=asking(cast))
    assert refusal.value.referral == sent


def test_a_draft_is_not_changed_into_words_nobody_defined(cast: Cast) -> None:
    referral = drafted(cast)
    refused = pytest.raises(IntegrityError, match="referral_words_are_known")
    with unchanged(), for_member(cast.aigul) as by, refused:
        actions.change_draft(by=by, referral=referral, terms=asking(cast, reason="curiosity"))


def test_a_draft_can_be_saved_again_as_it_is(cast: Cast) -> None:
    referral = drafted(cast)
    with for_member(cast.aigul) as by:
        assert actions.change_draft(by=by, referral=referral, terms=asking(cast))


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
