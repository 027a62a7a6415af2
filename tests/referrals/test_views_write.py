"""Writing a referral and changing it, through the browser."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from accounts.acting import for_system
from referrals import actions
from referrals.models import Referral, Service
from tests.cast import AGREED, GULNARA, Cast
from tests.referrals.browsers import SEEN, address, browser, press, told
from tests.referrals.crowd import crowd
from tests.referrals.stages import (
    asking,
    brought_to,
    close_case,
    drafted,
    fresh,
    offered_by,
)
from tests.watching import unchanged


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
