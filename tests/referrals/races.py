"""Several people acting at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from accounts.acting import Acting, for_member
from cases.actions import withdraw_consent
from referrals import actions
from referrals.models import Referral
from referrals.states import MoveNotOpen
from tests.cast import NOW, TODAY, Cast

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


def withdrawing(cast: Cast) -> Act:
    consent = cast.gulnaras_consent
    return lambda by: withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)


def bound(act: Act, who: Acting) -> tuple[Acting, Callable[[], object]]:
    return who, lambda: act(who)


def assert_one_winner(outcomes: list[object], won: object) -> None:
    losers = [one for one in outcomes if isinstance(one, Exception)]
    assert [one for one in outcomes if not isinstance(one, Exception)] == [won]
    assert len(losers) == len(outcomes) - 1
    assert all(isinstance(one, actions.MovedMeanwhile | MoveNotOpen) for one in losers)
