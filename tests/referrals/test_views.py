"""The pages of both sides through the browser: what they do, refuse, keep and say."""

import uuid

import pytest
from django.urls import reverse

from accounts.acting import for_member
from cases.models import Case
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.browsers import SEEN, address, browser, press
from tests.referrals.crowd import crowd
from tests.referrals.receiving import MOVES, filled
from tests.referrals.stages import (
    ENDED,
    ROADS,
    brought_to,
    drafted,
)
from tests.watching import unchanged

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
