"""What was read in the preview is what is sent, or nothing is."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from accounts.acting import for_member
from cases.actions import change_migrant
from cases.actions.migrant import MigrantFacts
from cases.models import MigrantName
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.browsers import SEEN, browser, told
from tests.referrals.envelopes import agreed, closed
from tests.referrals.test_envelope_views import (
    chosen,
    letter_in,
    only_envelope,
    previewed,
    text_of,
    write_page,
)
from tests.watching import unchanged

CHANGED = "Not sent yet: the file was changed meanwhile"


def correct_birth_date(cast: Cast) -> None:
    facts = MigrantFacts("ky", "female", datetime.date(1992, 6, 18), "day", "KG")
    with for_member(cast.saule) as by:
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)


def correct_name(cast: Cast) -> None:
    with for_member(cast.aigul):
        names = MigrantName.objects.filter(migrant=cast.gulnara, is_main=True)
        assert names.update(full="Gulnara Isakova")


def preview_of(client: Client, cast: Cast) -> str:
    page = text_of(client.post(write_page(cast), chosen(cast)))
    assert CHANGED not in page
    return page


@pytest.mark.parametrize(
    ("correct", "was", "is_now"),
    [(correct_birth_date, "1991", "1992"), (correct_name, GULNARA, "Gulnara Isakova")],
)
def test_a_file_changed_meanwhile_is_previewed_again_and_then_sent_as_read(
    cast: Cast, correct: Any, was: str, is_now: str
) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    first = preview_of(client, cast)
    assert was in letter_in(first)
    correct(cast)
    with unchanged(SEEN):
        second = text_of(client.post(write_page(cast), previewed(cast, first)))
    assert CHANGED in second
    assert is_now in letter_in(second)
    assert was not in letter_in(second)
    answer = client.post(write_page(cast), previewed(cast, second), follow=True)
    assert told(answer) == ["Sent to Consulate of Kyrgyzstan."]
    assert is_now in f"{only_envelope().shown_name} {only_envelope().shown_birth_date}"


def test_a_change_that_the_consulate_does_not_read_stops_nothing(cast: Cast) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    preview = preview_of(client, cast)
    facts = MigrantFacts("ru", "female", datetime.date(1991, 5, 17), "day", "KG")
    with for_member(cast.saule) as by:
        change_migrant(by=by, migrant=cast.gulnara, facts=facts, version=1)
    client.post(write_page(cast), previewed(cast, preview))
    assert only_envelope().sent_at >= NOW


@pytest.mark.parametrize(
    "changed",
    [{"shown": ["birth_date", "sex"]}, {"shown": []}, {"request": "birth_certificate"}],
    ids=str,
)
def test_other_choices_than_those_previewed_are_not_sent(
    cast: Cast, changed: dict[str, Any]
) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    sent = previewed(cast, preview_of(client, cast)) | changed
    with unchanged(SEEN):
        assert CHANGED in text_of(client.post(write_page(cast), sent))


@pytest.mark.parametrize("mark", [{}, {"previewed": ""}, {"previewed": "0" * 64}], ids=str)
def test_without_a_preview_nothing_is_sent(cast: Cast, mark: dict[str, str]) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    with unchanged(SEEN):
        page = text_of(client.post(write_page(cast), chosen(cast, send="1", **mark)))
    assert "This is what the consulate will read" in page


def test_the_mark_says_nothing_of_the_person_and_differs_by_letter(cast: Cast) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    pages = [
        text_of(client.post(write_page(cast), chosen(cast, request=request)))
        for request in ("passport", "passport", "birth_certificate")
    ]
    marks = [re.findall('name="previewed" value="([^"]*)"', page) for page in pages]
    assert marks[0] == marks[1] != marks[2]


def test_of_a_closed_case_no_preview_is_shown(cast: Cast) -> None:
    agreed(cast)
    client = browser(cast, "aigul")
    preview = preview_of(client, cast)
    closed(cast)
    for sent in (chosen(cast), previewed(cast, preview)):
        with unchanged(SEEN):
            page = text_of(client.post(write_page(cast), sent))
        assert "The case is closed. Reopen it before you write." in page
