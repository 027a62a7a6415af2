"""The consulate officer's home and the caseworker's part of it: requests by what is to be done."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import Acting, for_member, for_system
from desk.homes import sections_for
from desk.work import WorkSection
from referrals.models import Envelope
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.envelopes import blocked, brought_to
from tests.watching import unchanged

AUDIT = frozenset({"audit_entry"})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def home(acting: Acting) -> dict[str, list[str]]:
    with unchanged(AUDIT), for_member(acting) as reader:
        return {str(one.title): _titles(one) for one in sections_for(reader, NOW) if one.items}


def _titles(section: WorkSection) -> list[str]:
    return [f"{item.title}: {item.detail}" for item in section.items]


def test_requests_stand_where_they_are_to_be_done(cast: Cast) -> None:
    brought_to(cast, "sent", "passport")
    brought_to(cast, "in_work", "birth_certificate")
    brought_to(cast, "answered", "other_help")
    found = home(cast.officer_kg)
    assert found["Not in work yet"] == [f"{GULNARA}: A passport · Komek"]
    assert found["In work"] == [f"{GULNARA}: A birth certificate · Komek"]
    assert [one.startswith(GULNARA) for one in found["Answered, can still be read"]] == [True]


@pytest.mark.parametrize("name", ["officer_tj", "officer_reception"])
def test_others_have_nothing_of_it(cast: Cast, name: str) -> None:
    brought_to(cast, "sent")
    assert home(cast.members[name]) == {}


def test_after_a_block_the_home_is_empty(cast: Cast) -> None:
    brought_to(cast, "in_work")
    blocked(cast)
    assert home(cast.officer_kg) == {}


@pytest.mark.parametrize("state", ["answered", "expired"])
def test_the_caseworker_reads_answers_and_silence(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    section = home(cast.aigul)["Answers of consulates"]
    assert section == [f"{GULNARA}: Consulate of Kyrgyzstan · A passport"]
    assert "Answers of consulates" not in home(cast.daniyar)


@pytest.mark.parametrize("state", ["sent", "seen", "in_work", "closed", "withdrawn"])
def test_what_needs_nobody_is_not_on_the_home(cast: Cast, state: str) -> None:
    brought_to(cast, state)
    assert "Answers of consulates" not in home(cast.aigul)
    with for_system(reason="tests"):
        assert Envelope.objects.count() == 1
