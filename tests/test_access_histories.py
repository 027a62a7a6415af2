"""Random histories of consents, referrals, grants and roles: after each step everybody sees, by the
application's rule, by raw SQL and by the model in plain sets, the same classes of the same cases."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access_stage import CASES, CLINICS, HOUSES, SHARED, SOME, Stage
from tests.cast import Cast

Act = tuple[Callable[..., None], tuple[str, ...]]
case, clinic = st.sampled_from(sorted(CASES)), st.sampled_from(sorted(CLINICS))
anybody = st.sampled_from(sorted(HOUSES))
of_a_case = st.sampled_from([Stage.consent, Stage.withdraw])
of_a_referral = st.sampled_from(
    [
        partial(Stage.refer, classes=SHARED),
        partial(Stage.refer, classes=SOME),
        Stage.accept,
        Stage.accept,
        Stage.answer,
        Stage.cancel,
        Stage.time_runs_out,
    ]
)
of_a_member = st.sampled_from(
    [Stage.suspend, Stage.come_back, Stage.show_tuberculosis, Stage.change_role]
)
HISTORY = st.lists(
    st.one_of(
        st.tuples(of_a_case, st.tuples(case)),
        st.tuples(of_a_referral, st.tuples(case, clinic)),
        st.tuples(of_a_referral, st.tuples(case, clinic)),
        st.tuples(of_a_member, st.tuples(anybody)),
        st.tuples(st.just(Stage.assign), st.tuples(case, anybody)),
    ),
    max_size=20,
)
with_the_cast = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=8,
)
at_length = settings(with_the_cast, max_examples=300)
OPENED: list[Act] = [
    (Stage.consent, ("gulnaras_case",)),
    (partial(Stage.refer, classes=SHARED), ("gulnaras_case", "tb_clinic")),
    (Stage.accept, ("gulnaras_case", "tb_clinic")),
]
# What must be seen in some history at least, or the comparison compares nothing.
LIVES: dict[str, list[Act]] = {
    "answered": [*OPENED, (Stage.answer, ("gulnaras_case", "tb_clinic"))],
    "withdrawn": [*OPENED, (Stage.withdraw, ("gulnaras_case",))],
    "run out": [*OPENED, (Stage.time_runs_out, ("gulnaras_case", "tb_clinic"))],
    "cancelled": [*OPENED[:2], (Stage.cancel, ("gulnaras_case", "tb_clinic"))],
    "assigned": [*OPENED, (Stage.assign, ("gulnaras_case", "daniyar"))],
    "suspended": [*OPENED, (Stage.suspend, ("dr_ahmetov",)), (Stage.suspend, ("aigul",))],
    "another role": [*OPENED, (Stage.change_role, ("daniyar",)), (Stage.change_role, ("saule",))],
    "tuberculosis": [*OPENED, *((Stage.show_tuberculosis, (name,)) for name in sorted(HOUSES))],
}


def lives_through(cast: Cast, history: list[Act]) -> None:
    """Live through a history, looking at everybody after each step; then undo it."""
    with transaction.atomic():
        stage = Stage(cast)
        look(stage)
        for act, who in history:
            act(stage, *who)
            look(stage)
        transaction.set_rollback(True)


def look(stage: Stage) -> None:
    """Compare what everybody sees by the model, by the rule and in SQL."""
    for name in HOUSES:
        meant = stage.model.seen_by(name)
        assert stage.seen_by_rule(name) == meant, name
        assert stage.seen_in_sql(name) == meant, name


@pytest.mark.parametrize("life", LIVES)
def test_a_known_history_shows_everybody_what_the_model_shows(cast: Cast, life: str) -> None:
    lives_through(cast, LIVES[life])


def test_an_accepted_referral_opens_what_was_agreed_and_no_more(cast: Cast) -> None:
    stage = Stage(cast)
    for act, who in OPENED:
        act(stage, *who)
    assert stage.seen_by_rule("dr_ahmetov") == {"gulnaras_case": SHARED}
    assert stage.seen_by_rule("nurse_olga") == {"gulnaras_case": SHARED - {"tb"}}
    assert stage.seen_by_rule("dr_lee") == {}


@with_the_cast
@given(history=HISTORY)
def test_any_history_shows_everybody_what_the_model_shows(cast: Cast, history: list[Act]) -> None:
    lives_through(cast, history)


@pytest.mark.long
@at_length
@given(history=HISTORY)
def test_many_histories_do(cast: Cast, history: list[Act]) -> None:
    lives_through(cast, history)
