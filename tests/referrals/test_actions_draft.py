"""Writing a referral and changing it before it is sent."""

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError

from accounts.acting import for_member, for_system
from cases import numbers
from referrals import actions
from referrals.actions.send import AlreadyReferred, CaseIsClosed
from referrals.models import Referral
from referrals.states import MoveNotOpen
from tests.cast import NOW, Cast
from tests.referrals.stages import (
    ENDED,
    OPEN,
    asking,
    brought_to,
    close_case,
    done,
    drafted,
    fresh,
    offered_by,
    steps_of,
)
from tests.watching import assert_codes_only, audited, unchanged

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
        assert actions.change_draft(by=by, referral=referral, terms=terms, now=NOW)
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
            assert not actions.change_draft(
                by=by, referral=referral, terms=asking(cast, "tb"), now=NOW
            )
        with pytest.raises(MoveNotOpen):
            done(cast, referral, "send")


def test_a_draft_is_not_changed_into_a_question_that_is_open_already(cast: Cast) -> None:
    sent = brought_to(cast, "sent")
    other = drafted(cast, asking(cast, reason="screening"))
    with unchanged(), for_member(cast.aigul) as by, pytest.raises(AlreadyReferred) as refusal:
        actions.change_draft(by=by, referral=other, terms=asking(cast), now=NOW)
    assert refusal.value.referral == sent


def test_a_draft_is_not_changed_into_words_nobody_defined(cast: Cast) -> None:
    referral = drafted(cast)
    refused = pytest.raises(IntegrityError, match="referral_words_are_known")
    with unchanged(), for_member(cast.aigul) as by, refused:
        actions.change_draft(
            by=by, referral=referral, terms=asking(cast, reason="curiosity"), now=NOW
        )


def test_a_draft_can_be_saved_again_as_it_is(cast: Cast) -> None:
    referral = drafted(cast)
    with for_member(cast.aigul) as by:
        assert actions.change_draft(by=by, referral=referral, terms=asking(cast), now=NOW)
