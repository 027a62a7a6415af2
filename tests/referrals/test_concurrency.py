"""Two at the same moment, on connections of their own: one winner, and never access without consent."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.acting import Acting, for_member, for_system
from audit.models import Entry
from cases.actions import withdraw_consent
from cases.models import CaseGrant
from referrals import actions
from referrals.actions.answer import BasisEnded
from referrals.actions.send import AlreadyReferred
from referrals.models import Referral
from referrals.states import MoveNotOpen, ReferralState
from tests.at_once import second_waits_for_first
from tests.cast import NOW, TODAY, Cast
from tests.referrals.stages import (
    ANSWER,
    RECEIVERS,
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
# Different questions, so that each race has a referral of its own.
RACES = ("initial_test", "screening", "emergency", "follow_on_test", "specimen_collection")
Act = Callable[[Acting], object]


def at_once(*runners: tuple[Acting, Act]) -> list[object]:
    """Let everybody run at the same moment; return what each got, or the exception they met."""
    line = threading.Barrier(len(runners))

    def run(runner: tuple[Acting, Act]) -> object:
        who, act = runner
        try:
            with for_member(who) as by:
                line.wait(10)
                return act(by)
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))


def accepting(referral: Referral) -> Act:
    return lambda by: actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)


def cancelling(referral: Referral) -> Act:
    return lambda by: actions.cancel_referral(by=by, referral=referral, reason="No need", now=NOW)


def withdrawing(cast: Cast) -> Act:
    consent = cast.gulnaras_consent
    return lambda by: withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)


def bound(act: Act, who: Acting) -> tuple[Acting, Callable[[], object]]:
    return who, lambda: act(who)


def assert_no_access_without_consent() -> None:
    with for_system(reason="tests"):
        unfounded = CaseGrant.objects.current().filter(
            reason="referral", legal_basis__isnull=True, consent__withdrawn_at__isnull=False
        )
        assert not unfounded.exists()


def assert_one_winner(outcomes: list[object], won: object) -> None:
    losers = [one for one in outcomes if isinstance(one, Exception)]
    assert [one for one in outcomes if not isinstance(one, Exception)] == [won]
    assert len(losers) == len(outcomes) - 1
    assert all(isinstance(one, actions.MovedMeanwhile | MoveNotOpen) for one in losers)


# --- two doctors ----------------------------------------------------------------------------------


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    for question in RACES:
        referral = brought_to(cast, "received", asking(cast, reason=question))
        accept = accepting(referral)
        outcomes = at_once((cast.dr_ahmetov, accept), (cast.nurse_olga, accept))
        assert_one_winner(outcomes, ReferralState.ACCEPTED)
        assert [step.move for step in steps_of(referral)] == ["send", "receive", "accept"]
        (grant,) = grants_by(referral)
        assert grant.granted_by_id == steps_of(referral)[-1].by_id


def test_who_comes_while_another_is_accepting_waits_and_changes_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    accept = accepting(referral)
    first, second = second_waits_for_first(
        bound(accept, cast.dr_ahmetov), bound(accept, cast.nurse_olga)
    )
    assert first is ReferralState.ACCEPTED
    assert isinstance(second, actions.MovedMeanwhile)
    (grant,) = current_grants_by(referral)
    assert grant.granted_by_id == cast.dr_ahmetov.user_id
    with for_system(reason="tests"):
        granted = Entry.objects.filter(verb="granted").values_list("actor_id", flat=True)
        assert list(granted) == [cast.dr_ahmetov.user_id]


@pytest.mark.parametrize(
    ("state", "move"), [("sent", "receive"), ("scheduled", "arrive"), ("arrived", "complete")]
)
def test_of_two_who_do_the_same_at_once_one_does_it(cast: Cast, state: str, move: str) -> None:
    for question in RACES[:3]:
        referral = brought_to(cast, state, asking(cast, reason=question))
        before = len(steps_of(referral))

        def act(by: Acting, one: Referral = referral) -> object:
            return RECEIVERS[move](by, one, cast)

        outcomes = at_once((cast.dr_ahmetov, act), (cast.nurse_olga, act))
        assert_one_winner(outcomes, fresh(referral).state)
        assert len(steps_of(referral)) == before + 1


def test_of_yes_and_no_at_once_only_one_is_said(cast: Cast) -> None:
    for question in RACES:
        referral = brought_to(cast, "received", asking(cast, reason=question))

        def decline(by: Acting, one: Referral = referral) -> object:
            return actions.decline_referral(
                by=by, referral=one, because="no_capacity", note="Full", now=NOW
            )

        outcomes = at_once((cast.dr_ahmetov, accepting(referral)), (cast.nurse_olga, decline))
        state = fresh(referral).state
        assert_one_winner(outcomes, state)
        assert len(current_grants_by(referral)) == (state == "accepted")
        assert len(steps_of(referral)) == 3


# --- the doctor and the person's word -------------------------------------------------------------


@pytest.mark.parametrize("attempt", range(5))
def test_accepting_and_withdrawing_at_once_leave_no_access_without_consent(
    cast: Cast, attempt: int
) -> None:
    referral = brought_to(cast, "received")
    accepted, withdrawn = at_once(
        (cast.dr_ahmetov, accepting(referral)), (cast.aigul, withdrawing(cast))
    )
    assert_no_access_without_consent()
    assert current_grants_by(referral) == []
    if isinstance(accepted, Exception):
        assert isinstance(accepted, BasisEnded)
        assert withdrawn == 0
        assert fresh(referral).state == "received"
    else:
        assert withdrawn == 1
        (grant,) = grants_by(referral)
        assert grant.end_reason == "consent_withdrawn"


def test_who_accepts_while_consent_is_being_withdrawn_is_told_that_it_ended(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    steps = steps_of(referral)
    withdrawn, accepted = second_waits_for_first(
        bound(withdrawing(cast), cast.aigul), bound(accepting(referral), cast.dr_ahmetov)
    )
    assert withdrawn == 0
    assert isinstance(accepted, BasisEnded)
    assert grants_by(referral) == []
    assert fresh(referral).state == "received"
    assert steps_of(referral) == steps


def test_who_withdraws_while_a_doctor_is_accepting_ends_that_access_too(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    accepted, withdrawn = second_waits_for_first(
        bound(accepting(referral), cast.dr_ahmetov), bound(withdrawing(cast), cast.aigul)
    )
    assert accepted is ReferralState.ACCEPTED
    assert withdrawn == 1
    (grant,) = grants_by(referral)
    assert (grant.end_reason, grant.ended_by_id) == ("consent_withdrawn", cast.aigul.user_id)
    assert_no_access_without_consent()


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
            return actions.change_draft(by=by, referral=one, terms=terms)

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
