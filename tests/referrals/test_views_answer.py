"""What the receiver does, through the browser."""

import datetime

import pytest

from accounts.acting import for_member, for_system
from cases.actions import withdraw_consent
from referrals.models import ReferralAnswer
from tests.cast import NOW, TODAY, Cast
from tests.referrals.browsers import SEEN, address, browser, press, told
from tests.referrals.receiving import ANSWER, DAY, MOVES, NEXT_WEEK, SCHEDULE, filled
from tests.referrals.stages import (
    asking,
    brought_to,
    fresh,
    steps_of,
)
from tests.watching import unchanged

# --- what the receiver does -----------------------------------------------------------------------

WITH_FORMS = [move for move in MOVES if move[2]]


@pytest.mark.parametrize(("move", "state", "data", "leads_to"), MOVES)
def test_each_move_of_the_receiver_is_done_and_said(
    cast: Cast, move: str, state: str, data: dict[str, str], leads_to: str
) -> None:
    referral = brought_to(cast, state)
    answer = press(cast, "nurse_olga", move, referral, filled(cast, data))
    assert answer.redirect_chain == [(address("referral", referral), 302)]
    stored = fresh(referral)
    assert stored.state == leads_to
    assert told(answer) == [f"The referral is now: {stored.get_state_display()}."]
    step = steps_of(referral)[-1]
    assert (step.move, step.by_id) == (move, cast.nurse_olga.user_id)


def test_the_words_of_each_form_are_stored(cast: Cast) -> None:
    scheduled = brought_to(cast, "accepted", asking(cast, reason="screening"))
    press(cast, "nurse_olga", "schedule", scheduled, SCHEDULE)
    moment = datetime.datetime.combine(NEXT_WEEK, datetime.time(14, 30), NOW.tzinfo)
    assert fresh(scheduled).appointment_at == moment
    assert fresh(scheduled).appointment_place == "Room 4"
    arrived = brought_to(cast, "arrived")
    data = ANSWER | {"next_visit_on": NEXT_WEEK.isoformat(), "advice": "Rest"}
    press(cast, "nurse_olga", "complete", arrived, data)
    with for_system(reason="tests"):
        answer = ReferralAnswer.objects.get(referral=arrived)
    assert (answer.outcome, answer.findings, answer.advice) == ("treated", "A cold", "Rest")
    assert (answer.next_visit_on, answer.concerns_tb) == (NEXT_WEEK, False)


@pytest.mark.parametrize(("move", "state", "data", "leads_to"), WITH_FORMS)
def test_a_form_with_something_missing_is_shown_again_with_the_rest(
    cast: Cast, move: str, state: str, data: dict[str, str], leads_to: str
) -> None:
    referral = brought_to(cast, state)
    given = filled(cast, data)
    for missing in (name for name in given if given[name] and name != "place"):
        with unchanged(SEEN):
            answer = press(cast, "dr_ahmetov", move, referral, given | {missing: ""})
        form = answer.context["form"]
        assert answer.status_code == 200
        assert set(form.errors) == {missing}
        for name in set(given) - {missing}:
            assert str(form[name].value()) == given[name]


@pytest.mark.parametrize(("move", "state", "data", "leads_to"), WITH_FORMS)
def test_a_form_of_the_receiver_survives_another_language(
    cast: Cast, move: str, state: str, data: dict[str, str], leads_to: str
) -> None:
    referral = brought_to(cast, state)
    given = filled(cast, data)
    with unchanged(SEEN):
        empty = browser(cast, "dr_ahmetov").get(address(move, referral))
        answer = press(cast, "dr_ahmetov", move, referral, given | {"switch_language": "ky"})
    assert empty.status_code == answer.status_code == 200
    form = answer.context["form"]
    assert not form.is_bound
    for name, value in given.items():
        assert str(form[name].value() or "") == value


@pytest.mark.parametrize(("move", "state", "data", "leads_to"), MOVES)
def test_who_answers_second_is_told_who_was_faster_and_changes_nothing(
    cast: Cast, move: str, state: str, data: dict[str, str], leads_to: str
) -> None:
    referral = brought_to(cast, state)
    press(cast, "dr_ahmetov", move, referral, filled(cast, data))
    if move == "schedule":
        # Another appointment may always be made; taken back it may not.
        referral = brought_to(cast, "cancelled", asking(cast, reason="clients_wish"))
    with unchanged(SEEN):
        answer = press(cast, "nurse_olga", move, referral, filled(cast, data))
        wrong = press(cast, "nurse_olga", move, referral)
    for page in (answer, wrong):
        assert page.redirect_chain == [(address("referral", referral), 302)]
        (said,) = told(page)
        who = "Aigul" if move == "schedule" else "Dr_Ahmetov"
        assert said.startswith(f"Somebody was faster: {who}")


def test_a_consent_that_ended_in_between_is_said_and_opens_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    with unchanged(SEEN):
        answer = press(cast, "dr_ahmetov", "accept", referral)
    (said,) = told(answer)
    assert "consent has ended" in said
    assert fresh(referral).state == "received"


def test_moving_an_appointment_begins_with_the_old_one(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    form = browser(cast, "dr_ahmetov").get(address("schedule", referral)).context["form"]
    assert form["place"].value() == "Room 4"
    assert form["on"].value() == TODAY + DAY


def test_an_answer_to_what_was_shared_with_its_tb_begins_ticked(cast: Cast) -> None:
    about_tb = brought_to(cast, "arrived")
    form = browser(cast, "dr_ahmetov").get(address("complete", about_tb)).context["form"]
    assert form["concerns_tb"].value() is True
    other = brought_to(cast, "arrived", asking(cast, "health", reason="screening"))
    form = browser(cast, "dr_ahmetov").get(address("complete", other)).context["form"]
    assert form["concerns_tb"].value() is False
