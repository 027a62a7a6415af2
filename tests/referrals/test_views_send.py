"""Sending, taking back and taking note, through the browser."""

import pytest
from django.urls import reverse

from accounts.acting import for_member
from cases.actions import withdraw_consent
from referrals import actions
from tests.cast import NOW, TODAY, Cast
from tests.referrals.browsers import SEEN, address, browser, press, told
from tests.referrals.stages import (
    brought_to,
    close_case,
    current_grants_by,
    drafted,
    fresh,
    steps_of,
)
from tests.watching import unchanged

FASTER = "Somebody was faster: Dr_Ahmetov"


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
