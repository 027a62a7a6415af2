"""Two at the same moment, on connections of their own: one winner, and never access without consent."""

import pytest

from accounts.acting import Acting, for_system
from audit.models import Entry
from cases.models import CaseGrant
from referrals import actions
from referrals.actions.answer import BasisEnded
from referrals.models import Referral
from referrals.states import ReferralState
from tests.at_once import second_waits_for_first
from tests.cast import NOW, Cast
from tests.referrals.races import RACES, accepting, assert_one_winner, at_once, bound, withdrawing
from tests.referrals.stages import (
    RECEIVERS,
    asking,
    brought_to,
    current_grants_by,
    fresh,
    grants_by,
    steps_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def assert_no_access_without_consent() -> None:
    with for_system(reason="tests"):
        unfounded = CaseGrant.objects.current().filter(
            reason="referral", legal_basis__isnull=True, consent__withdrawn_at__isnull=False
        )
        assert not unfounded.exists()


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
