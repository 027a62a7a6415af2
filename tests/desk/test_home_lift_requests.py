"""Somebody asks for contact with the own state again: whoever decides finds it on the home page."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import for_member
from cases.actions import ask_to_lift
from desk.homes import sections_for
from desk.work import WorkSection
from tests.cast import GULNARA, NOW, Cast
from tests.referrals.envelopes import blocked
from tests.watching import unchanged

AUDIT = frozenset({"audit_entry"})
TITLE = "Somebody asks for contact with the own state again"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def ask(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        ask_to_lift(by=by, migrant=cast.gulnara, reason="She wants to go home", now=NOW)


def waiting(cast: Cast, name: str) -> list[WorkSection]:
    with unchanged(AUDIT), for_member(cast.members[name]) as reader:
        return [one for one in sections_for(reader, NOW) if str(one.title) == TITLE]


def test_the_supervisor_finds_who_asks_and_why(cast: Cast) -> None:
    blocked(cast, cast.gulnara)
    assert waiting(cast, "saule") == []
    ask(cast)
    (section,) = waiting(cast, "saule")
    (item,) = section.items
    assert item.title == GULNARA
    assert cast.aigul.user.name in str(item.detail)
    assert str(cast.gulnara.pk) in item.url


@pytest.mark.parametrize("name", ["aigul", "daniyar", "bekzat", "dr_ahmetov", "officer_kg"])
def test_nobody_else_is_asked(cast: Cast, name: str) -> None:
    blocked(cast, cast.gulnara)
    ask(cast)
    assert waiting(cast, name) == []
