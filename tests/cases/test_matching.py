"""Name keys: one name in two scripts meets itself, two names stay apart."""

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.matching import (
    MAX_TOKEN_LENGTH,
    MAX_TOKENS,
    fold_token,
    is_initial,
    name_tokens,
    script_of,
    search_tokens,
)
from tests.cases.name_pairs import APART, CYRILLIC, HOSTILE, LATIN, MEET

words = st.text(CYRILLIC, min_size=1, max_size=14) | st.text(LATIN, min_size=1, max_size=14)
names = st.lists(words, min_size=1, max_size=5)


@pytest.mark.parametrize(("one", "other"), [pair for pairs in MEET.values() for pair in pairs])
def test_two_writings_of_one_name_meet(one: str, other: str) -> None:
    assert name_tokens(one) == name_tokens(other) != ()


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_different_names_stay_apart(one: str, other: str) -> None:
    assert name_tokens(one) != name_tokens(other)


def test_the_names_that_meet_are_not_all_the_same_name() -> None:
    keys = {name_tokens(one) for pairs in MEET.values() for one, _ in pairs}
    assert len(keys) > 45


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Жұмабек", "jumabek"),
        ("Ҷӯраев", "juraev"),
        ("Щукин", "shukin"),
        ("Цой", "tsoi"),
        ("Объездов", "obezdov"),
        ("Мухаммад", "muhamad"),
        ("Victor", "viktor"),
        ("Chori", "chori"),
        ("Walikhan", "valihan"),
        ("зода", "zoda"),
        ("123", ""),
        ("", ""),
        ("ь", ""),
        ("!", ""),
        ("محمد", ""),
    ],
)
def test_a_word_has_the_key_expected(word: str, key: str) -> None:
    assert fold_token(word) == key


def test_a_word_half_in_each_script_is_read_as_cyrillic() -> None:
    latin_p, cyrillic_u = "\u0050", "\u0443"
    assert fold_token(latin_p + cyrillic_u) == fold_token("ру") == "ru"


def test_tokens_come_sorted_and_once_each() -> None:
    assert name_tokens("Сапаров Сапар Saparov Асан") == ("asan", "sapar", "saparov")


def test_a_name_that_is_nothing_but_a_particle_keeps_it() -> None:
    assert name_tokens("Уулу") == ("ulu",)
    assert name_tokens("кызы Асель") == ("asel",)


def test_zoda_is_part_of_the_name_and_not_left_out() -> None:
    assert name_tokens("Шариф-зода") == ("sharif", "zoda")
    assert name_tokens("Шарифзода") == ("sharifzoda",)


def test_a_particle_inside_a_longer_word_stays() -> None:
    assert name_tokens("Кызылбаев Улукбек") == ("kizilbaev", "ulukbek")


@given(words)
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold_token(fold_token(word)) == fold_token(word)


@given(st.text())
def test_the_keys_of_any_text_are_their_own_keys(text: str) -> None:
    assert name_tokens(" ".join(name_tokens(text))) == name_tokens(text)


@given(names, st.randoms(use_true_random=False))
def test_the_order_of_the_words_does_not_matter(parts: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(parts, len(parts))
    assert name_tokens(" ".join(shuffled)) == name_tokens(" ".join(parts))


@given(names)
def test_capitals_do_not_matter(parts: list[str]) -> None:
    name = " ".join(parts)
    assert name_tokens(name.upper()) == name_tokens(name)
    assert name_tokens(name.title()) == name_tokens(name)


@given(names)
def test_saying_a_name_twice_adds_nothing(parts: list[str]) -> None:
    name = " ".join(parts)
    assert name_tokens(f"{name} {name}") == name_tokens(name)


@given(names, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_how_the_accents_are_encoded_does_not_matter(parts: list[str], form: str) -> None:
    name = " ".join(parts)
    encoded = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert name_tokens(encoded) == name_tokens(name)


@given(st.text(CYRILLIC, min_size=2, max_size=14), st.sampled_from("'`ʻʼ‘’′´"), st.integers(0, 14))
def test_apostrophes_of_all_sorts_are_not_seen(word: str, apostrophe: str, place: int) -> None:
    assert fold_token(word[:place] + apostrophe + word[place:]) == fold_token(word)


@given(st.text(CYRILLIC, min_size=1, max_size=12))
def test_a_letter_written_double_is_the_letter(word: str) -> None:
    assert fold_token("".join(letter * 2 for letter in word if letter in "абдилмнрт")) == (
        fold_token("".join(letter for letter in word if letter in "абдилмнрт"))
    )


@given(st.text())
def test_a_search_folds_exactly_as_names_do(text: str) -> None:
    assert search_tokens(text) == name_tokens(text)


@given(st.text())
def test_any_text_gives_few_short_plain_keys(text: str) -> None:
    assert_bounded(name_tokens(text))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gives_few_short_plain_keys_quickly(text: str) -> None:
    began = time.perf_counter()
    tokens = search_tokens(text)
    script_of(text)
    fold_token(text)
    assert time.perf_counter() - began < 0.5
    assert_bounded(tokens)
    assert name_tokens(" ".join(tokens)) == tokens


def assert_bounded(tokens: tuple[str, ...]) -> None:
    assert len(tokens) <= MAX_TOKENS == 8
    assert list(tokens) == sorted(set(tokens))
    for token in tokens:
        assert 0 < len(token) <= MAX_TOKEN_LENGTH == 40
        assert set(token) <= set("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize("text", ["", " ", "123", "😀", "محمد", "王小明", "---", "'''"])
def test_a_text_without_cyrillic_or_latin_letters_has_no_keys(text: str) -> None:
    assert name_tokens(text) == ()


@pytest.mark.parametrize("letter", "АБЖШЩЧЦЮЯЭЁҚҒЎÖZ")
def test_the_first_letter_of_a_name_is_an_initial(letter: str) -> None:
    (token,) = name_tokens(f"{letter}.")
    assert is_initial(token)


@pytest.mark.parametrize("name", ["Ли", "Ян", "Ким", "Цой", "Али", "Ольга", "Шо́на", "Чу"])
def test_a_short_name_is_no_initial(name: str) -> None:
    (token,) = name_tokens(name)
    assert not is_initial(token)


def test_nothing_is_no_initial() -> None:
    assert not is_initial("")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Жұмабек Қасымов", "cyrillic"),
        ("Oʻtkir Gʻulomov", "latin"),
        ("O'tkir", "latin"),
        ("Şerif", "latin"),
        ("Ｓａｐａｒ", "latin"),
        ("Cапар", "mixed"),
        ("Сапар Kim", "mixed"),
        ("Sapar محمد", "mixed"),
        ("محمد", "other"),
        ("12-34", "other"),
        ("😀", "other"),
        ("", "other"),
        ("Сапар 12 😀", "cyrillic"),
        ("\u200eSapar\u200f", "latin"),
    ],
)
def test_the_script_of_a_text_is_that_of_its_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@given(st.text())
def test_every_text_has_a_script(text: str) -> None:
    assert script_of(text) in {"cyrillic", "latin", "mixed", "other"}


@given(st.text(CYRILLIC, min_size=1), st.text("abcxyz", min_size=1))
def test_putting_two_scripts_together_is_mixed(cyrillic: str, latin: str) -> None:
    assert script_of(cyrillic) == "cyrillic"
    assert script_of(latin) == "latin"
    assert script_of(cyrillic[:100] + latin) == "mixed"
