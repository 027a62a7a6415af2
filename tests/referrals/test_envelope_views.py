"""Writing to a consulate and answering, through the browser."""

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.acting import for_member, for_system
from cases.models import Migrant
from referrals import envelope_counts
from referrals.envelope_access import may_write
from referrals.models import Envelope
from referrals.tasks import expire_envelopes
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.referrals.envelopes import DAY, agreed, asking, brought_to, done, fresh, posted
from tests.watching import audited, unchanged


def write_page(cast: Cast) -> str:
    return reverse("referrals:write_envelope", args=[cast.gulnaras_case.pk])


def chosen(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "consulate": str(cast.consulate_kg.pk),
        "request": "passport",
        "shown": ["birth_date"],
        "submission": str(uuid.UUID(int=7)),
    } | changed


def address(name: str, envelope: Envelope) -> str:
    return reverse(f"referrals:{name}", args=[envelope.pk])


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def only_envelope() -> Envelope:
    with for_system(reason="tests"):
        return Envelope.objects.get()


def letter_in(page: str) -> str:
    """Return the letter as it stands on a page."""
    start = page.index('aria-labelledby="letter-title"')
    return page[start : page.index("Can be read until", start)]


def previewed(cast: Cast, preview: str, **changed: Any) -> dict[str, Any]:
    """Return what the button of a preview sends."""
    mark = re.findall('name="previewed" value="([0-9a-f]{64})"', preview)
    return chosen(cast, send="1", previewed=mark[0], **changed)


def test_the_preview_shows_exactly_what_the_consulate_will_read(cast: Cast) -> None:
    agreed(cast)
    aigul, officer = browser(cast, "aigul"), browser(cast, "officer_kg")
    with unchanged(SEEN):
        preview = text_of(aigul.post(write_page(cast), chosen(cast)))
    answer = aigul.post(write_page(cast), previewed(cast, preview), follow=True)
    assert told(answer) == ["Sent to Consulate of Kyrgyzstan."]
    read = text_of(officer.get(address("envelope", only_envelope())))
    assert letter_in(preview) == letter_in(read)
    assert GULNARA in letter_in(read)
    assert "1991" in letter_in(read)
    assert "Woman" not in letter_in(read)


def test_one_can_go_back_from_the_preview_and_nothing_chosen_is_lost(cast: Cast) -> None:
    agreed(cast)
    with unchanged(SEEN):
        back = text_of(browser(cast, "aigul").post(write_page(cast), chosen(cast, change="1")))
    ticked = {tag for tag in re.findall("<input[^>]*>", back) if "checked" in tag}
    assert {value for tag in ticked for value in re.findall('value="([^"]*)"', tag)} == {
        "passport", "birth_date", str(cast.consulate_kg.pk)
    }  # fmt: skip


@pytest.mark.parametrize("step", [{}, {"send": "1"}])
def test_without_consent_both_steps_say_what_it_must_contain(
    cast: Cast, step: dict[str, str]
) -> None:
    with unchanged(SEEN):
        page = text_of(browser(cast, "aigul").post(write_page(cast), chosen(cast, **step)))
    assert "No consent to write to a consulate holds." in page
    assert "With whom: Consulate of Kyrgyzstan, named itself." in page
    assert f"?for=papers&amp;case={cast.gulnaras_case.pk}" in page


def test_a_consulate_of_another_state_cannot_be_chosen(cast: Cast) -> None:
    agreed(cast, cast.consulate_kg, cast.consulate_tj)
    other = chosen(cast, consulate=str(cast.consulate_tj.pk), send="1")
    with unchanged(SEEN):
        assert browser(cast, "aigul").post(write_page(cast), other).status_code == 200


def test_sending_the_same_page_twice_sends_once(cast: Cast) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    preview = text_of(client.post(write_page(cast), chosen(cast)))
    for _ in range(2):
        client.post(write_page(cast), previewed(cast, preview))
    only_envelope()


def test_asking_the_same_again_leads_to_the_open_request(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    client, key = browser(cast, "aigul"), str(uuid.uuid4())
    preview = text_of(client.post(write_page(cast), chosen(cast, submission=key)))
    page = text_of(client.post(write_page(cast), previewed(cast, preview, submission=key)))
    assert "You asked this consulate the same already." in page
    assert address("envelope", envelope) in page


@pytest.mark.parametrize("citizenship", ["KZ", "UZ", "other", "stateless", "unknown"])
def test_where_the_state_has_no_consulate_here_nothing_is_offered(
    cast: Cast, citizenship: str
) -> None:
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(citizenship=citizenship)
    with for_member(cast.aigul) as reader:
        assert not may_write(reader, cast.gulnara.pk)
    client = browser(cast, "aigul")
    case = text_of(client.get(reverse("desk:case", args=[cast.gulnaras_case.pk])))
    assert "Write to the consulate" not in case
    answer = client.get(write_page(cast), follow=True)
    assert told(answer) == ["There is no consulate here that may be written to."]


def test_the_form_has_no_field_for_words(cast: Cast) -> None:
    page = text_of(browser(cast, "aigul").get(write_page(cast)))
    main = page[page.index("<main") : page.index("</main")]
    assert "<textarea" not in main
    assert 'type="text"' not in main


# --- the consulate --------------------------------------------------------------------------------


def test_opening_it_the_first_time_is_written_down_once(cast: Cast) -> None:
    envelope = brought_to(cast, "sent")
    client = browser(cast, "officer_kg")
    with audited() as entries:
        client.get(address("envelope", envelope))
    told_of = [(e.verb, e.subject_type) for e in entries if e.subject_id == envelope.pk]
    assert told_of == [("moved", "envelope"), ("read", "envelope")]
    assert fresh(envelope).state == "seen"
    with unchanged(SEEN):
        client.get(address("envelope", envelope))


def test_the_senders_reading_does_not_count_as_seen(cast: Cast) -> None:
    envelope = brought_to(cast, "sent")
    for name in ("aigul", "saule"):
        browser(cast, name).get(address("envelope", envelope))
    assert fresh(envelope).state == "sent"


def test_a_request_is_taken_answered_and_read(cast: Cast) -> None:
    envelope = brought_to(cast, "sent")
    officer, aigul = browser(cast, "officer_kg"), browser(cast, "aigul")
    officer.get(address("envelope", envelope))
    officer.post(address("take_envelope", envelope))
    said = {"outcome": "needs_more", "needs": ["photo", "fee"], "words": "Come on Tuesday"}
    answer = officer.post(address("answer_envelope", envelope), said, follow=True)
    assert told(answer)[-1] == "The answer was sent."
    home = text_of(aigul.get("/"))
    assert "Answers of consulates" in home
    page = text_of(aigul.get(address("envelope", envelope)))
    assert all(one in page for one in ("Come on Tuesday", "Photographs", "The fee"))
    aigul.post(address("close_envelope", envelope))
    assert fresh(envelope).state == "closed"
    assert "Answers of consulates" not in text_of(aigul.get("/"))
    assert officer.get(address("envelope", envelope)).status_code == 404


@pytest.mark.parametrize(
    "said", [{}, {"outcome": "needs_more"}, {"outcome": "cannot"}, {"outcome": "magic"}]
)
def test_half_an_answer_is_not_sent(cast: Cast, said: dict[str, str]) -> None:
    envelope = brought_to(cast, "seen")
    with unchanged(SEEN):
        answer = browser(cast, "officer_kg").post(address("answer_envelope", envelope), said)
    assert answer.status_code == 200


def test_who_comes_late_is_told_and_changes_nothing(cast: Cast) -> None:
    envelope = brought_to(cast, "answered")
    client = browser(cast, "officer_kg")
    with unchanged(SEEN):
        answer = client.post(address("take_envelope", envelope), follow=True)
    assert told(answer) == ["This is not possible now. Nothing was changed."]


def test_taking_back_needs_a_reason_that_the_consulate_never_reads(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    aigul = browser(cast, "aigul")
    with unchanged(SEEN):
        aigul.post(address("withdraw_envelope", envelope), {"note": ""})
    aigul.post(address("withdraw_envelope", envelope), {"note": "She changed her mind"})
    assert fresh(envelope).state == "withdrawn"
    assert "She changed her mind" in text_of(aigul.get(address("envelope", envelope)))


def test_the_list_shows_the_unanswered_first_and_never_how_many(cast: Cast) -> None:
    brought_to(cast, "answered", "birth_certificate")
    posted(cast, asking(cast, "passport"))
    page = text_of(browser(cast, "officer_kg").get("/envelopes/"))
    assert page.index("A passport") < page.index("A birth certificate")


def test_silence_is_noted_by_the_sender(cast: Cast) -> None:
    envelope = brought_to(cast, "expired")
    client = browser(cast, "aigul")
    assert "Answers of consulates" in text_of(client.get("/"))
    answer = client.post(address("close_envelope", envelope), follow=True)
    assert told(answer) == ["Noted. It no longer waits on your home page."]
    assert fresh(envelope).noted_at is not None


def test_the_case_shows_its_requests_and_what_became_of_them(cast: Cast) -> None:
    envelope = brought_to(cast, "answered")
    page = text_of(browser(cast, "aigul").get(reverse("desk:case", args=[envelope.case_id])))
    assert "Requests to consulates" in page
    assert "Request to Consulate of Kyrgyzstan: Answered" in page


def test_a_protected_organisation_is_told_what_its_name_gives_away(cast: Cast) -> None:
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.zarina.pk).update(citizenship="KG")
    agreed(cast, by=cast.timur, migrant=cast.zarina)
    page = browser(cast, "timur").post(
        reverse("referrals:write_envelope", args=[cast.zarinas_case.pk]), chosen(cast)
    )
    assert "Your organisation's name stands on the letter" in text_of(page)


# --- the clock and the figures --------------------------------------------------------------------


def test_the_task_ends_what_ran_out_once(cast: Cast) -> None:
    envelope = brought_to(cast, "seen")
    with time_machine.travel(NOW + 31 * DAY, tick=False):
        assert expire_envelopes.delay().get() == 1
        with unchanged():
            assert expire_envelopes.delay().get() == 0
    assert fresh(envelope).state == "expired"


def test_figures_count_each_thing_in_its_month_and_for_its_sender(cast: Cast) -> None:
    brought_to(cast, "answered", "other_help")
    done(cast, brought_to(cast, "sent"), "withdraw")
    first, following = NOW - DAY, NOW + DAY
    with for_system(reason="tests"):
        counted = envelope_counts.of_month(cast.komek.pk, first, following)
        nothing = envelope_counts.of_month(cast.tirek.pk, first, following)
        later = envelope_counts.of_month(cast.komek.pk, following, following + DAY)
    assert counted == {"sent": 2, "answered": 1, "withdrawn": 1, "expired": 0}
    assert nothing == later == dict.fromkeys(counted, 0)
