"""The sender at the same moment as the clinic, or as themselves: one winner."""

import uuid

import pytest

from accounts.acting import Acting, for_system
from audit.models import Entry
from referrals import actions
from referrals.actions.send import AlreadyReferred
from referrals.models import Referral
from referrals.states import ReferralState
from tests.at_once import second_waits_for_first
from tests.cast import NOW, TODAY, Cast
from tests.referrals.races import (
    RACES,
    Act,
    accepting,
    assert_one_winner,
    at_once,
    bound,
    withdrawing,
)
from tests.referrals.stages import (
    ANSWER,
    asking,
    brought_to,
    current_grants_by,
    done,
    drafted,
    fresh,
    grants_by,
    steps_of,
)
from tests.watching import unchanged

pytestmark = pytest.mark.django_db(transaction=True)


def cancelling(referral: Referral) -> Act:
    return lambda by: actions.cancel_referral(by=by, referral=referral, reason="No need", now=NOW)


# --- the doctor and the caseworker ----------------------------------------------------------------


def test_accepting_and_taking_back_at_once_leave_no_access_to_what_was_taken_back(
    cast: Cast,
) -> None:
    for question in RACES:
        referral = brought_to(cast, "received", asking(cast, reason=question))
        outcomes = at_once(
            (cast.dr_ahmetov, accepting(referral)), (cast.aigul, cancelling(referral))
        )
        state = fresh(referral).state
        assert state in {"accepted", "cancelled"}
        assert_one_winner(outcomes, state)
        assert len(current_grants_by(referral)) == (state == "accepted")
        assert len(steps_of(referral)) == 3


def test_what_is_taken_back_while_a_doctor_is_accepting_was_accepted(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    accepted, cancelled = second_waits_for_first(
        bound(accepting(referral), cast.dr_ahmetov), bound(cancelling(referral), cast.aigul)
    )
    assert accepted is ReferralState.ACCEPTED
    assert isinstance(cancelled, actions.MovedMeanwhile)
    assert done(cast, fresh(referral), "cancel").state == "cancelled"
    assert current_grants_by(referral) == []


def test_who_accepts_what_is_being_taken_back_gets_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    cancelled, accepted = second_waits_for_first(
        bound(cancelling(referral), cast.aigul), bound(accepting(referral), cast.dr_ahmetov)
    )
    assert cancelled is ReferralState.CANCELLED
    assert isinstance(accepted, actions.MovedMeanwhile)
    assert grants_by(referral) == []


@pytest.mark.parametrize("answers_first", [True, False])
def test_an_answer_and_a_withdrawal_at_once_end_the_access_once(
    cast: Cast, answers_first: bool
) -> None:
    referral = brought_to(cast, "arrived")

    def complete(by: Acting) -> object:
        return actions.complete_referral(by=by, referral=referral, answer=ANSWER, now=NOW)

    both = [bound(complete, cast.dr_ahmetov), bound(withdrawing(cast), cast.aigul)]
    first, second = second_waits_for_first(*(both if answers_first else both[::-1]))
    assert [first, second] == ([ReferralState.COMPLETED, 0] if answers_first else [1, "completed"])
    (grant,) = grants_by(referral)
    assert grant.end_reason == ("referral_ended" if answers_first else "consent_withdrawn")
    with for_system(reason="tests"):
        assert Entry.objects.filter(verb="ended").count() == 1


# --- one person, two clicks -----------------------------------------------------------------------


def drafting(cast: Cast, submission: uuid.UUID, reason: str = "initial_test") -> Act:
    return lambda by: actions.draft_referral(
        by=by,
        case=cast.gulnaras_case,
        terms=asking(cast, reason=reason),
        submission=submission,
        now=NOW,
    )


def test_one_page_sent_twice_at_once_writes_one_referral(cast: Cast) -> None:
    for question in RACES:
        write = drafting(cast, uuid.uuid4(), question)
        first, second = at_once((cast.aigul, write), (cast.aigul, write))
        assert isinstance(first, Referral)
        assert first == second
    with for_system(reason="tests"):
        assert Referral.objects.count() == len(RACES)
        assert Entry.objects.filter(subject_type="referral").count() == len(RACES)


def test_a_page_sent_again_while_the_first_is_being_written_gets_the_same_referral(
    cast: Cast,
) -> None:
    write = drafting(cast, uuid.uuid4())
    first, second = second_waits_for_first(bound(write, cast.aigul), bound(write, cast.aigul))
    assert first == second
    with for_system(reason="tests"):
        assert Referral.objects.count() == 1
        assert Entry.objects.filter(subject_type="referral").count() == 1


def test_the_same_question_on_two_pages_at_once_is_asked_once(cast: Cast) -> None:
    for question in RACES:
        outcomes = at_once(
            (cast.aigul, drafting(cast, uuid.uuid4(), question)),
            (cast.aigul, drafting(cast, uuid.uuid4(), question)),
        )
        (written,) = [one for one in outcomes if isinstance(one, Referral)]
        (refusal,) = [one for one in outcomes if isinstance(one, AlreadyReferred)]
        assert refusal.referral == written


def test_a_draft_sent_twice_at_once_leaves_once(cast: Cast) -> None:
    for question in RACES:
        referral = drafted(cast, asking(cast, reason=question))

        def send(by: Acting, one: Referral = referral) -> object:
            return actions.send_referral(by=by, referral=one, now=NOW, today=TODAY)

        outcomes = at_once((cast.aigul, send), (cast.aigul, send))
        assert_one_winner(outcomes, ReferralState.SENT)
        assert [step.move for step in steps_of(referral)] == ["send"]


def test_a_draft_changed_while_it_is_sent_leaves_as_it_was_or_as_it_became(cast: Cast) -> None:
    for question in RACES:
        referral = drafted(cast, asking(cast, reason=question))

        def send(by: Acting, one: Referral = referral) -> object:
            return actions.send_referral(by=by, referral=one, now=NOW, today=TODAY)

        def change(by: Acting, one: Referral = referral) -> object:
            terms = asking(cast, "health", reason=one.reason)
            return actions.change_draft(by=by, referral=one, terms=terms, now=NOW)

        _sent, changed = at_once((cast.aigul, send), (cast.aigul, change))
        stored = fresh(referral)
        assert stored.state == "sent"
        # What the clinic reads was frozen by the very classes that stand in the referral.
        assert bool(stored.shown_name) == ("identity" in stored.data_classes)
        assert (stored.data_classes == ["health"]) == changed


def test_two_runs_of_the_clock_end_a_silent_referral_once(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    with for_system(reason="tests"):
        long_ago = NOW.replace(year=NOW.year - 1)
        Referral.objects.filter(pk=referral.pk).update(accepted_at=long_ago, moved_at=long_ago)

    def expire(_by: Acting) -> object:
        return actions.expire_silent_referrals(by="tests", now=NOW, today=TODAY)

    outcomes = at_once((cast.aigul, expire), (cast.saule, expire))
    assert sorted(map(str, outcomes)) == ["0", "1"]
    assert [step.move for step in steps_of(referral)][-2:] == ["accept", "expire"]
    with unchanged():
        assert actions.expire_silent_referrals(by="tests", now=NOW, today=TODAY) == 0
