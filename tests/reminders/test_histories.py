"""Random histories: workers die, answers get lost, receipts stray, people change their minds."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referrals.models import Referral
from reminders import actions
from reminders.gateway import Failure, NotAccepted
from reminders.states import ENDED
from tests.cast import Cast
from tests.reminders.stage import reminders
from tests.reminders.world import World, with_an_appointment_and_a_call

ACTS = (
    "plan",
    "the hour comes",
    "mute",
    "allow",
    "withdraw",
    "agree",
    "move within the day",
    "move back",
    "move to another day",
    "fall asleep",
    "send half asleep",
    "wake up",
    "try again",
    "send ",
    "send killed_before",
    "send killed_after",
    "send lost_before",
    "send lost_after",
    "send busy",
    "settle ",
    "settle killed_before",
    "settle lost_before",
    "receipt queued",
    "receipt sent",
    "receipt delivered",
    "receipt failed",
)
# Half of all time goes by planning, waiting and sending: otherwise little would ever go out.
USUAL = st.sampled_from(("plan", "the hour comes", "send ", "settle "))
HISTORY = st.lists(st.one_of(USUAL, st.sampled_from(ACTS)), max_size=30)
with_the_cast = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=15,
)
at_length = settings(with_the_cast, max_examples=1000)


@pytest.fixture
def referral(cast: Cast) -> Referral:
    """Gulnara's appointment."""
    return with_an_appointment_and_a_call(cast)


def lives_through(cast: Cast, referral: Referral, history: list[str]) -> None:
    """Live through a history and what follows it when all is well; then look at what there is."""
    with transaction.atomic():
        world = World(cast, referral)
        assert set(world.acts) == set(ACTS)
        for act in history:
            world.do(act)
        world.come_to_rest()
        for one in reminders():
            is_taken = one.key in world.gateway.taken
            if one.state in {"queued", "sent", "delivered"}:
                assert is_taken, "it says it went out, and it did not"
            elif one.state in {"cleared", "denied", "muted"}:
                assert not is_taken or world.somebody_slept, "it went out, and nobody knows"
            assert one.state in ENDED | {"queued", "sent"}, "it was lost"
        transaction.set_rollback(True)


@with_the_cast
@given(HISTORY)
def test_nothing_is_sent_twice_and_nothing_is_lost(
    cast: Cast, referral: Referral, history: list[str]
) -> None:
    lives_through(cast, referral, history)


@pytest.mark.long
@at_length
@given(HISTORY)
def test_nothing_is_sent_twice_and_nothing_is_lost_at_length(
    cast: Cast, referral: Referral, history: list[str]
) -> None:
    lives_through(cast, referral, history)


@pytest.mark.parametrize("fault", ["killed_before", "killed_after", "lost_before", "lost_after"])
def test_whatever_a_send_dies_of_the_message_arrives_once(
    cast: Cast, referral: Referral, fault: str
) -> None:
    lives_through(
        cast, referral, ["plan", "the hour comes", f"send {fault}", "the hour comes", "settle "]
    )


def test_who_sends_again_instead_of_asking_is_found_out(
    cast: Cast, referral: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_again(*, by: str, claimed: actions.Claimed) -> bool:
        refusal = NotAccepted(Failure.OTHER, is_final=False)
        return actions.record_refusal(by=by, claimed=claimed, refusal=refusal)

    monkeypatch.setattr(actions, "record_doubt", send_again)
    with pytest.raises(AssertionError, match="handed over again"):
        lives_through(cast, referral, ["plan", "the hour comes", "send lost_after"])
