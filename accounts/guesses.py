"""What people who guess passwords try first: known ones, keyboard rows, one's own words. Pure.

Russian keyboards write йцукен where Latin ones write qwerty: both ways of typing are one word here.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation

# The same keys, from the left to the right, on a Latin and on a Russian keyboard.
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
TO_LATIN = str.maketrans(RUSSIAN, LATIN)
TO_RUSSIAN = str.maketrans(LATIN, RUSSIAN)
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
# Words that stand in no list made of English leaks.
OUR_WORDS = frozenset(
    [
        "admin",
        "almaty",
        "astana",
        "bishkek",
        "clinic",
        "consulate",
        "doctor",
        "health",
        "kazakhstan",
        "kazakstan",
        "kyrgyzstan",
        "migrant",
        "migranthealth",
        "ministry",
        "qazaqstan",
        "secret",
        "shymkent",
        "supervisor",
        "tashkent",
        "tuberculosis",
        "user",
        "welcome",
        "админ",
        "алматы",
        "астана",
        "бишкек",
        "больница",
        "врач",
        "доктор",
        "здоровье",
        "казахстан",
        "клиника",
        "консульство",
        "кыргызстан",
        "қазақстан",
        "мигрант",
        "пароль",
        "привет",
        "солнышко",
        "люблю",
        "құпиясөз",
        "денсаулық",
    ]
)
PRODUCT = ("migrant health", "migranthealth")
SHORTEST_WORD, SHORTEST_NAME = 4, 4


def is_guessed(password: str) -> bool:
    """Say whether a password is a known word, perhaps with digits around it, repeated or a row."""
    return any(_is_known(one) for one in _readings(password))


def words_in(password: str, own: Iterable[str]) -> list[str]:
    """Return which of one's own words stand in a password, on whichever keyboard it was typed."""
    typed = {_squeezed(one) for one in _layouts(password.lower())}
    return [
        word
        for word in own
        if len(_squeezed(word)) >= SHORTEST_NAME and any(_squeezed(word) in one for one in typed)
    ]


def own_words(*, email: str, name: str, organisations: Iterable[str]) -> list[str]:
    """Return the words a stranger who knows the member would try."""
    local, _at, _domain = email.lower().partition("@")
    parts = re.split(r"[\s.,_-]+", name.lower())
    return [local, name.lower(), *parts, *(one.lower() for one in organisations), *PRODUCT]


def _readings(password: str) -> Iterator[str]:
    for one in _layouts(password.lower()):
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", one)
        for word in (one, _squeezed(one), bare, _squeezed(bare)):
            yield word
            yield _unrepeated(word)


def _layouts(text: str) -> tuple[str, str, str]:
    return text, text.translate(TO_LATIN), text.translate(TO_RUSSIAN)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _unrepeated(word: str) -> str:
    """Return the piece a word is made of by repeating it, the word itself where it is not."""
    at = (word + word).find(word, 1) if word else 0
    return word[:at]


def _is_known(word: str) -> bool:
    if len(word) < SHORTEST_WORD:
        return False
    is_one_sign_again_and_again = len(_unrepeated(word)) < SHORTEST_WORD
    return is_one_sign_again_and_again or word in common() or word in OUR_WORDS or is_row(word)


def is_row(word: str) -> bool:
    """Say whether it runs along the keyboard or the alphabet, there or back."""
    rows = [row * 2 for row in ROWS]
    return any(word in row or word in row[::-1] for row in rows) or word in "".join(ROWS[1:4])


@cache
def common() -> frozenset[str]:
    """Return the 20,000 common passwords that come with Django."""
    path = Path(password_validation.__file__).resolve().parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
