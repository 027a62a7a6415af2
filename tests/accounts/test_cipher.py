"""What is sealed opens with its key in its place and nowhere else; marks find what is equal."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.cipher import MARKED, SEALED, BlindIndex, KeyRing, Place, Unreadable, key_of

OLD, NEW = b"o" * 16 + b"ld" * 8, b"n" * 16 + b"ew" * 8
RING, BEFORE, AFTER = KeyRing({"a": OLD, "b": NEW}), KeyRing({"a": OLD}), KeyRing({"b": NEW})
HERE = Place("cases_contactpoint", "phone", "1")
MARKS = Place("cases_contactpoint", "phone")
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
places = st.builds(Place, texts, texts, texts)


@given(texts, places)
def test_a_text_comes_back_as_it_was(text: str, place: Place) -> None:
    token = RING.seal_text(text, place)
    assert RING.open_text(token, place) == text
    assert bool(token) is bool(text)
    assert not text or re.fullmatch(SEALED, token)


@given(st.binary(), places)
def test_bytes_come_back_as_they_were(clear: bytes, place: Place) -> None:
    assert RING.open(RING.seal(clear, place), place) == clear


@given(texts.filter(bool), places, places)
def test_in_another_place_nothing_opens(text: str, place: Place, other: Place) -> None:
    token = RING.seal_text(text, place)
    if other != place:
        refused(RING, token, other)


@pytest.mark.parametrize(
    "other",
    [
        Place("cases_draft", "phone", "1"),
        Place("cases_contactpoint", "phone_index", "1"),
        Place("cases_contactpoint", "phone", "2"),
        Place("cases_contactpointp", "hone", "1"),
    ],
)
def test_no_part_of_the_place_may_differ(other: Place) -> None:
    refused(RING, RING.seal_text("+77011234567", HERE), other)


def refused(ring: KeyRing, token: str, place: Place) -> None:
    with pytest.raises(Unreadable) as caught:
        ring.open_text(token, place)
    assert len(token) < 8 or token not in str(caught.value)
    assert "7701" not in repr(caught.value)


@given(st.data(), texts.filter(bool))
def test_a_token_that_was_cut_or_changed_anywhere_does_not_open(
    data: st.DataObject, text: str
) -> None:
    token = RING.seal_text(text, HERE)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("Aa0_.=é"))
    for changed in (token[:at], token[:at] + letter + token[at + 1 :], token + letter):
        if changed not in {"", token}:
            refused(RING, changed, HERE)


@given(st.binary(max_size=80))
def test_whatever_is_no_token_is_refused_alike(rubbish: bytes) -> None:
    with pytest.raises(Unreadable):
        RING.open(rubbish, HERE)


def test_the_newest_key_seals_and_all_of_them_open() -> None:
    old = BEFORE.seal_text("here", HERE)
    assert (key_of(old), RING.open_text(old, HERE)) == ("a", "here")
    new = RING.seal_text("here", HERE)
    assert (key_of(new), new.startswith(RING.head)) == ("b", True)
    assert AFTER.open_text(new, HERE) == "here"
    refused(AFTER, old, HERE)
    refused(BEFORE, new, HERE)
    # The same id, another key.
    refused(KeyRing({"b": OLD}), new, HERE)
    assert key_of("+77011234567") == ""


def test_the_same_text_is_never_sealed_alike_and_its_length_says_little() -> None:
    tokens = {RING.seal_text("+77011234567", HERE) for _ in range(50)}
    assert len(tokens) == 50
    longer = RING.seal_text("+996700112233", HERE)
    assert {len(token) for token in tokens} == {len(longer)}


@given(texts, texts)
def test_marks_are_equal_where_the_values_are(one: str, other: str) -> None:
    index = BlindIndex({"a": OLD})
    assert (index.mark(one, MARKS) == index.mark(other, MARKS)) is (one == other)
    assert re.fullmatch(MARKED, index.mark(one, MARKS))


def test_a_mark_hangs_on_key_and_column() -> None:
    index = BlindIndex({"a": OLD, "b": NEW})
    phone = "+77011234567"
    marks = index.marks(phone, MARKS)
    assert index.mark(phone, MARKS) == marks[1]
    assert marks[1].startswith(index.head)
    assert BlindIndex({"a": OLD}).mark(phone, MARKS) == marks[0]
    assert marks[0].partition(".")[2] != marks[1].partition(".")[2]
    assert index.mark(phone, Place("cases_contactpoint", "messenger")) not in marks


def test_no_key_stands_in_what_is_printed() -> None:
    for held in (RING, BlindIndex({"a": OLD})):
        assert str(OLD) not in repr(held)
        assert "ldld" not in repr(held)


def test_it_costs_microseconds() -> None:
    token = RING.seal_text("+77011234567", HERE)
    index = BlindIndex({"a": OLD})
    assert seconds(lambda: RING.seal_text("+77011234567", HERE)) < 0.001
    assert seconds(lambda: RING.open_text(token, HERE)) < 0.001
    assert seconds(lambda: index.mark("+77011234567", MARKS)) < 0.001


def seconds(act: Callable[[], object], times: int = 200) -> float:
    began = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - began) / times
