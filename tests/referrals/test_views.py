"""The pages of both sides through the browser: what they do, refuse, keep and say."""

import datetime
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from accounts.acting import for_member, for_system
from cases.actions import move_case, withdraw_consent
from cases.models import Case
from cases.states import CaseMove
from referrals import actions
from referrals.models import Referral, ReferralAnswer, Service
from tests.cast import AGREED, GULNARA, NOW, TODAY, Cast
from tests.referrals.browsers import SEEN, address, browser, press, told
from tests.referrals.crowd import crowd
from tests.referrals.stages import (
    ENDED,
    ROADS,
    asking,
    brought_to,
    current_grants_by,
    drafted,
    fresh,
    offered_by,
    steps_of,
)
from tests.watching import unchanged

DAY = datetime.timedelta(days=1)
NEXT_WEEK = TODAY + 7 * DAY
FASTER = "Somebody was faster: Dr_Ahmetov"


@pytest.fixture
def offered(cast: Cast) -> dict[str, Service]:
    return offered_by(cast)


def typed(service: Service, **changed: Any) -> dict[str, Any]:
    return {
        "service": str(service.pk),
        "reason": "initial_test",
        "priority": "urgent",
        "asked": "Coughs for a month",
        "shared": ["identity", "tb"],
        "submission": str(uuid.UUID(int=7)),
    } | changed


def write_page(cast: Cast) -> str:
    return reverse("referrals:write", args=[cast.gulnaras_case.pk])


def only_referral() -> Referral:
    with for_system(reason="tests"):
        return Referral.objects.get()


def close_case(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        move_case(
            by=by,
            case=cast.gulnaras_case,
            move=CaseMove.CLOSE,
            now=NOW,
            today=TODAY,
            reason="Done",
            closing_reason="resolved",
        )


# --- lists and one referral -----------------------------------------------------------------------


def test_the_list_shows_open_referrals_and_on_another_page_those_that_ended(cast: Cast) -> None:
    crowd(cast, 1)
    crowd(cast, 1, state="completed", ended_at=NOW)
    list_of = reverse("referrals:referrals")
    for name in ("aigul", "saule", "dr_ahmetov"):
        open_ones = browser(cast, name).get(list_of)
        ended = browser(cast, name).get(list_of, {"state": "ended"})
        assert [row.state for row in open_ones.context["page"].rows] == ["sent"]
        assert [row.state for row in ended.context["page"].rows] == ["completed"]


@pytest.mark.parametrize(
    ("page", "number"), [("", 1), ("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("99999999", 10_000)]
)
def test_an_odd_page_number_is_no_error(cast: Cast, page: str, number: int) -> None:
    crowd(cast, 26)
    answer = browser(cast, "aigul").get(reverse("referrals:referrals"), {"page": page})
    assert answer.status_code == 200
    assert answer.context["page"].number == number


@pytest.mark.parametrize("state", ROADS)
def test_every_state_has_its_page_for_both_sides(cast: Cast, state: str) -> None:
    referral = brought_to(cast, state)
    for name in ("aigul", "saule", "dr_ahmetov", "nurse_olga"):
        answer = browser(cast, name).get(address("referral", referral))
        if state == "draft" and name in {"dr_ahmetov", "nurse_olga"}:
            assert answer.status_code == 404
        else:
            assert answer.status_code == 200
            assert GULNARA in answer.content.decode()


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_lee"])
def test_a_stranger_gets_the_same_as_for_what_is_not_there(cast: Cast, name: str) -> None:
    referral = brought_to(cast, "accepted")
    with unchanged(SEEN):
        theirs = browser(cast, name).get(address("referral", referral))
        nothing = browser(cast, name).get(reverse("referrals:referral", args=[uuid.uuid4()]))
    assert theirs.status_code == nothing.status_code == 404
    assert GULNARA not in theirs.content.decode()


def test_an_answer_about_tb_is_not_on_the_page_of_who_may_not_see_tb(cast: Cast) -> None:
    referral = brought_to(cast, "arrived")
    data = {"outcome": "test_done", "findings": "Koch was here", "concerns_tb": "on"}
    press(cast, "dr_ahmetov", "complete", referral, data)
    pages = {
        name: browser(cast, name).get(address("referral", referral)).content.decode()
        for name in ("aigul", "dr_ahmetov", "saule", "nurse_olga")
    }
    assert {name for name, page in pages.items() if "Koch was here" in page} == {
        "aigul", "dr_ahmetov"
    }  # fmt: skip


# --- writing --------------------------------------------------------------------------------------


def test_a_new_page_begins_with_what_is_usual(cast: Cast, offered: dict[str, Service]) -> None:
    answer = browser(cast, "aigul").get(write_page(cast), {"service": str(offered["emergency"].pk)})
    form = answer.context["form"]
    assert form["shared"].value() == ["identity", "contact", "health", "tb"]
    assert form["needs_interpreter"].value() is True
    assert str(form["service"].value()) == str(offered["emergency"].pk)
    assert GULNARA in answer.content.decode()


@pytest.mark.parametrize("junk", ["x", "123", str(uuid.UUID(int=3)), "'; --"])
def test_junk_in_the_address_is_no_error(cast: Cast, junk: str) -> None:
    assert browser(cast, "aigul").get(write_page(cast), {"service": junk}).status_code == 200


def test_a_whole_page_becomes_a_draft_that_is_shown_next(
    cast: Cast, offered: dict[str, Service]
) -> None:
    answer = browser(cast, "aigul").post(write_page(cast), typed(offered["tb_examination"]))
    referral = only_referral()
    assert (answer.status_code, answer["Location"]) == (302, address("referral", referral))
    assert (referral.state, referral.asked) == ("draft", "Coughs for a month")
    assert referral.data_classes == ["identity", "tb"]


def test_wrong_input_is_shown_again_with_what_was_typed(
    cast: Cast, offered: dict[str, Service]
) -> None:
    values = typed(offered["tb_examination"], asked="", reason="")
    with unchanged(SEEN):
        answer = browser(cast, "aigul").post(write_page(cast), values)
    form = answer.context["form"]
    assert answer.status_code == 200
    assert set(form.errors) == {"asked", "reason"}
    assert form["shared"].value() == ["identity", "tb"]
    assert form["service"].value() == values["service"]
    assert form["submission"].value() == values["submission"]


def test_another_language_keeps_what_was_typed_and_stores_nothing(
    cast: Cast, offered: dict[str, Service]
) -> None:
    values = typed(offered["tb_examination"], asked="Half a sen", switch_language="uz")
    with unchanged(SEEN):
        answer = browser(cast, "aigul").post(write_page(cast), values)
    assert answer.status_code == 200
    assert not answer.context["form"].is_bound
    assert answer.context["form"]["asked"].value() == "Half a sen"
    assert answer.context["form"]["shared"].value() == ["identity", "tb"]
    assert answer.cookies["language"].value == "uz"
    assert 'lang="uz"' in answer.content.decode()


def test_the_same_page_sent_twice_writes_one_referral(
    cast: Cast, offered: dict[str, Service]
) -> None:
    values = typed(offered["tb_examination"])
    places = {
        browser(cast, "aigul").post(write_page(cast), values)["Location"] for _twice in range(2)
    }
    assert places == {address("referral", only_referral())}


def test_a_question_that_is_open_already_leads_to_it_and_keeps_what_was_typed(
    cast: Cast, offered: dict[str, Service]
) -> None:
    first = brought_to(cast, "received")
    with unchanged(SEEN):
        answer = browser(cast, "aigul").post(
            write_page(cast), typed(offered["tb_examination"], asked="Once more")
        )
    assert answer.status_code == 200
    assert answer.context["already"] == first
    page = answer.content.decode()
    assert address("referral", first) in page
    assert "Once more" in page


def test_a_closed_case_is_not_referred_and_what_was_typed_stays(
    cast: Cast, offered: dict[str, Service]
) -> None:
    close_case(cast)
    with unchanged(SEEN):
        answer = browser(cast, "aigul").post(write_page(cast), typed(offered["tb_examination"]))
    assert answer.status_code == 200
    (error,) = answer.context["form"].non_field_errors()
    assert "closed" in str(error)


def test_what_did_not_work_out_is_written_anew_with_the_same_words(
    cast: Cast, offered: dict[str, Service]
) -> None:
    earlier = brought_to(cast, "redirected")
    page = f"{write_page(cast)}?instead_of={earlier.pk}"
    form = browser(cast, "aigul").get(page).context["form"]
    assert form["asked"].value() == earlier.asked
    assert str(form["service"].value()) == str(offered["emergency"].pk)
    answer = browser(cast, "aigul").post(page, typed(offered["emergency"]))
    assert answer.status_code == 302
    with for_system(reason="tests"):
        assert Referral.objects.get(state="draft").replaces_id == earlier.pk


def test_what_is_written_anew_must_be_of_the_same_case_and_ones_own(
    cast: Cast, offered: dict[str, Service]
) -> None:
    (colleagues,) = crowd(cast, 1, cast.daniyar)
    (another,) = crowd(cast, 1)
    client = browser(cast, "aigul")
    assert client.get(f"{write_page(cast)}?instead_of={colleagues.pk}").status_code == 404
    other_case = client.get(f"{write_page(cast)}?instead_of={another.pk}")
    assert other_case.context["form"]["asked"].value() in {None, ""}
    assert client.get(f"{write_page(cast)}?instead_of=x").status_code == 200


# --- changing a draft -----------------------------------------------------------------------------


def test_a_draft_is_shown_as_written_and_stored_as_changed(
    cast: Cast, offered: dict[str, Service]
) -> None:
    referral = drafted(cast, replace(asking(cast), service=offered["tb_examination"]))
    client = browser(cast, "aigul")
    form = client.get(address("change", referral)).context["form"]
    assert form["asked"].value() == referral.asked
    assert form["shared"].value() == sorted(AGREED)
    answer = client.post(address("change", referral), typed(offered["tb_treatment"]))
    assert answer["Location"] == address("referral", referral)
    stored = fresh(referral)
    assert (stored.service, stored.asked) == (offered["tb_treatment"], "Coughs for a month")


def test_wrong_changes_are_shown_again_with_what_was_typed(
    cast: Cast, offered: dict[str, Service]
) -> None:
    referral = drafted(cast)
    with unchanged(SEEN):
        answer = press(
            cast, "aigul", "change", referral, typed(offered["emergency"], shared=[], asked="New")
        )
    assert set(answer.context["form"].errors) == {"shared"}
    assert answer.context["form"]["asked"].value() == "New"


def test_a_change_into_an_open_question_leads_to_that_one(
    cast: Cast, offered: dict[str, Service]
) -> None:
    first = brought_to(cast, "sent")
    other = drafted(cast, asking(cast, reason="screening"))
    with unchanged(SEEN):
        answer = press(cast, "aigul", "change", other, typed(offered["tb_examination"]))
    assert answer.context["already"] == first
    assert address("referral", first) in answer.content.decode()


def test_what_was_sent_cannot_be_changed_any_more(cast: Cast, offered: dict[str, Service]) -> None:
    referral = brought_to(cast, "sent")
    with unchanged(SEEN):
        shown = browser(cast, "aigul").get(address("change", referral), follow=True)
        saved = press(cast, "aigul", "change", referral, typed(offered["emergency"]))
    for answer in (shown, saved):
        assert answer.redirect_chain == [(address("referral", referral), 302)]
        assert told(answer) == ["You did “Send” before. Nothing was done twice."]


def test_what_is_sent_in_between_is_said_to_be_sent(
    cast: Cast, offered: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = drafted(cast)
    monkeypatch.setattr(actions, "change_draft", lambda **_terms: False)
    answer = press(cast, "aigul", "change", referral, typed(offered["emergency"]))
    assert told(answer) == ["The referral was sent already. It cannot be changed."]


# --- sending, taking back, taking note ------------------------------------------------------------


def test_sending_says_to_whom_it_went(cast: Cast) -> None:
    referral = drafted(cast)
    answer = press(cast, "aigul", "send", referral)
    assert answer.redirect_chain == [(address("referral", referral), 302)]
    assert told(answer) == ["The referral was sent to City TB clinic."]
    assert fresh(referral).state == "sent"


def test_what_no_consent_covers_is_not_sent_and_the_page_says_what_is_missing(
    cast: Cast,
) -> None:
    referral = drafted(cast)
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    with unchanged(SEEN):
        answer = press(cast, "aigul", "send", referral)
    assert answer.status_code == 200
    assert [str(gap) for gap in answer.context["gaps"]] == ["The consent was withdrawn."]
    page = answer.content.decode()
    for name, key in (
        ("cases:record_consent", cast.gulnara.pk),
        ("cases:record_basis", cast.gulnaras_case.pk),
        ("referrals:change", referral.pk),
    ):
        assert reverse(name, args=[key]) in page


def test_a_draft_of_a_case_closed_since_is_not_sent(cast: Cast) -> None:
    referral = drafted(cast)
    close_case(cast)
    with unchanged(SEEN):
        answer = press(cast, "aigul", "send", referral)
    assert told(answer) == ["The case is closed. Reopen it before you refer it."]


def test_sending_twice_is_said_to_have_been_done_once(cast: Cast) -> None:
    referral = brought_to(cast, "sent")
    with unchanged(SEEN):
        answer = press(cast, "aigul", "send", referral)
    assert told(answer) == ["You did “Send” before. Nothing was done twice."]


def test_taking_back_asks_why_and_does_it(cast: Cast) -> None:
    referral = brought_to(cast, "accepted")
    client = browser(cast, "aigul")
    with unchanged(SEEN):
        assert client.get(address("cancel", referral)).status_code == 200
        empty = client.post(address("cancel", referral), {"note": " "})
    assert set(empty.context["form"].errors) == {"note"}
    answer = client.post(address("cancel", referral), {"note": "She went home"}, follow=True)
    assert told(answer) == ["The referral was cancelled."]
    assert fresh(referral).state == "cancelled"
    assert steps_of(referral)[-1].note == "She went home"
    assert current_grants_by(referral) == []


def test_what_was_answered_in_between_is_not_taken_back(cast: Cast) -> None:
    referral = brought_to(cast, "declined")
    with unchanged(SEEN):
        shown = browser(cast, "aigul").get(address("cancel", referral), follow=True)
        sent = press(cast, "aigul", "cancel", referral, {"note": "No need"})
    for answer in (shown, sent):
        assert told(answer) == [f"{FASTER}, “Decline”. Nothing of yours was changed."]


def test_what_is_answered_at_the_very_moment_is_not_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = brought_to(cast, "accepted")

    def too_late(**_terms: object) -> None:
        raise actions.MovedMeanwhile

    monkeypatch.setattr(actions, "cancel_referral", too_late)
    with unchanged(SEEN):
        answer = press(cast, "aigul", "cancel", referral, {"note": "No need"})
    assert told(answer) == [f"{FASTER}, “Accept”. Nothing of yours was changed."]


def test_taking_note_takes_it_off_the_home_page(cast: Cast) -> None:
    referral = brought_to(cast, "completed")
    answer = press(cast, "aigul", "note", referral)
    assert answer.redirect_chain == [(address("referral", referral), 302)]
    assert fresh(referral).noted_at is not None
    with unchanged(SEEN):
        press(cast, "aigul", "note", referral)


# --- what the receiver does -----------------------------------------------------------------------

SCHEDULE = {"on": NEXT_WEEK.isoformat(), "at": "14:30", "place": "Room 4"}
ANSWER = {"outcome": "treated", "findings": "A cold", "advice": "", "next_visit_on": ""}
# A move, from where, what is sent along, where it leads.
MOVES: list[tuple[str, str, dict[str, str], str]] = [
    ("receive", "sent", {}, "received"),
    ("accept", "received", {}, "accepted"),
    ("decline", "received", {"because": "no_capacity", "note": "Full"}, "declined"),
    ("redirect", "received", {"to": "{hospital.pk}", "note": "They can"}, "redirected"),
    ("schedule", "accepted", SCHEDULE, "scheduled"),
    ("schedule", "scheduled", SCHEDULE, "scheduled"),
    ("schedule", "did_not_arrive", SCHEDULE, "scheduled"),
    ("arrive", "scheduled", {}, "arrived"),
    ("miss", "scheduled", {}, "did_not_arrive"),
    ("complete", "arrived", ANSWER, "completed"),
    ("leave_early", "arrived", {"note": "Went away"}, "left_early"),
]
WITH_FORMS = [move for move in MOVES if move[2]]


def filled(cast: Cast, data: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**vars(cast)) for name, value in data.items()}


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


# --- methods, sides, doors ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("send", "aigul"),
        ("note", "aigul"),
        ("receive", "dr_ahmetov"),
        ("accept", "dr_ahmetov"),
        ("arrive", "dr_ahmetov"),
        ("miss", "dr_ahmetov"),
    ],
)
def test_what_changes_something_is_not_done_by_following_a_link(
    cast: Cast, page: str, name: str
) -> None:
    referral = brought_to(cast, "sent")
    with unchanged(SEEN):
        assert browser(cast, name).get(address(page, referral)).status_code == 405


def test_a_form_without_its_token_changes_nothing(cast: Cast) -> None:
    referral = drafted(cast)
    client = browser(cast, "aigul")
    client.handler.enforce_csrf_checks = True
    with unchanged(SEEN):
        assert client.post(address("send", referral)).status_code == 403


def test_neither_side_does_what_is_the_others(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(SEEN):
        for name in ("dr_ahmetov", "saule"):
            for page in ("send", "change", "cancel", "note"):
                answer = browser(cast, name).post(address(page, referral), {"note": "x"})
                assert answer.status_code == 403, (name, page)
        for name in ("aigul", "saule"):
            for move, _state, data, _leads_to in MOVES:
                answer = browser(cast, name).post(address(move, referral), filled(cast, data))
                assert answer.status_code == 403, (name, move)


def test_another_clinic_moves_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(SEEN):
        for move, _state, data, _leads_to in MOVES:
            answer = browser(cast, "dr_lee").post(address(move, referral), filled(cast, data))
            assert answer.status_code == 404, move


# --- what withdrawing does ------------------------------------------------------------------------


def test_the_doctors_next_request_after_a_withdrawal_finds_no_case(cast: Cast) -> None:
    referral = brought_to(cast, "scheduled")
    case = reverse("desk:case", args=[cast.gulnaras_case.pk])
    doctor = browser(cast, "dr_ahmetov")
    assert doctor.get(case).status_code == 200
    withdraw = reverse("cases:withdraw_consent", args=[cast.gulnaras_consent.pk])
    answer = browser(cast, "aigul").post(withdraw, follow=True)
    assert answer.status_code == 200
    assert doctor.get(case).status_code == 404
    page = doctor.get(address("referral", referral))
    assert page.status_code == 200
    assert case not in page.content.decode()
    with for_member(cast.dr_ahmetov) as reader:
        assert not Case.objects.visible_to(reader).exists()


@pytest.mark.parametrize("state", ENDED)
def test_the_doctors_next_request_after_the_end_finds_no_case(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    case = reverse("desk:case", args=[cast.gulnaras_case.pk])
    assert browser(cast, "dr_ahmetov").get(case).status_code == 404
    assert browser(cast, "aigul").get(case).status_code == 200
