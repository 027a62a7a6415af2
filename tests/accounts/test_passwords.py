"""Which passwords are refused: breached, guessed, made of one's own words."""

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from accounts import breached, guesses
from accounts.models import User
from tests.cast import Cast

WORDS = [f"a leaked sentence of number {n}" for n in range(50)]


def digest(word: str) -> str:
    return hashlib.sha1(word.encode()).hexdigest().upper()


def written(path: Path, words: list[str], *, end: str = "\n", count: str = ":7") -> Path:
    lines = sorted(digest(word) + count for word in words)
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("count", ["", ":1", ":9659365"])
def test_every_password_of_a_list_is_found_and_no_other(
    tmp_path: Path, end: str, count: str
) -> None:
    path = written(tmp_path / "list", WORDS, end=end, count=count)
    assert all(breached.is_listed(word, path) for word in WORDS)
    assert not any(breached.is_listed(f"{word}!", path) for word in WORDS)


def test_the_first_and_the_last_line_are_found_also_without_a_line_end(tmp_path: Path) -> None:
    path = written(tmp_path / "list", WORDS)
    path.write_bytes(path.read_bytes().rstrip())
    ordered = sorted(WORDS, key=digest)
    assert breached.is_listed(ordered[0], path)
    assert breached.is_listed(ordered[-1], path)


@pytest.mark.parametrize("words", [[], ["a leaked one"]])
def test_an_empty_list_and_one_of_one_line_are_read_to_their_end(
    tmp_path: Path, words: list[str]
) -> None:
    path = written(tmp_path / "list", words)
    assert not breached.is_listed("something else", path)
    assert breached.is_listed("a leaked one", path) == bool(words)


def test_small_letters_of_the_hash_are_the_same_hash(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("".join(sorted(f"{digest(word).lower()}\n" for word in WORDS)))
    assert breached.is_listed(WORDS[3], path)


def test_a_long_list_is_not_read_through(tmp_path: Path) -> None:
    path = written(tmp_path / "list", [str(n) for n in range(20_000)])
    with path.open("rb") as lines:
        reads = 0
        original = lines.readline

        class Counting:
            seek, tell = lines.seek, lines.tell

            def readline(self) -> bytes:
                nonlocal reads
                reads += 1
                return original()

        breached.first_not_before(Counting(), digest("77").encode())  # type: ignore[arg-type]
    assert reads < 50


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "12345678901234",
        "qwertyuiop[]",
        "qwertyuiop2026",
        "йцукенгшщзхъ",
        "йцукенгшщз12",
        "gfhjkmgfhjkm",  # пароль, twice, on a Latin keyboard
        "парольпароль",
        "Казахстан2026",
        "aaaaaaaaaaaaaa",
        "abcabcabcabc",
        "migrant-health-2026",
        "!!!Kazakhstan!!!",
        "zyxwvutsrqponm",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["a pass phrase of nobody", "a long night in Almaty", "Ұзақ түнде жалғыз жол", "xK9-fow2Lm.qp"],
)
def test_a_sentence_of_ones_own_is_taken_without_rules_about_signs(password: str) -> None:
    validate_password(password)


def test_eleven_letters_are_too_few() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("xK9-fow2Lm.")
    assert refused.value.error_list[0].code == "password_too_short"


@pytest.mark.parametrize(
    "password",
    ["my aigul.s password", "Omarova lives here", "ошвакоaигуль omarova", "we at komek do it"],
)
def test_ones_own_name_address_and_organisation_are_refused(cast: Cast, password: str) -> None:
    user = cast.aigul.user
    user.email, user.name = "aigul.s@example.org", "Айгүл Omarova"
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert [one.code for one in refused.value.error_list] == ["password_own_word"]


def test_a_name_typed_on_the_other_keyboard_is_the_same_name() -> None:
    user = User(email="b@example.org", name="Омарова")
    with pytest.raises(ValidationError):
        validate_password("Jvfhjdf sits there", user)


def test_short_names_forbid_nothing() -> None:
    validate_password("he fell in love again", User(email="f@example.org", name="Ли Ан"))


def test_the_list_of_the_site_is_asked_too_and_its_loss_stops_nobody(tmp_path: Path) -> None:
    path = written(tmp_path / "list", WORDS)
    with override_settings(BREACHED_PASSWORDS_FILE=str(path)):
        with pytest.raises(ValidationError):
            validate_password(WORDS[0])
        validate_password("nobody ever leaked this one")
    with override_settings(BREACHED_PASSWORDS_FILE=str(tmp_path / "gone")):
        validate_password(WORDS[0])


@given(st.text(max_size=40))
def test_no_password_whatever_breaks_the_judging(password: str) -> None:
    guesses.is_guessed(password)
    guesses.words_in(password, guesses.own_words(email="", name=password, organisations=[]))
