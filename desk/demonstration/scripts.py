"""The same name in the other script, roughly as passport offices and people write it."""
# ruff: noqa: RUF001

import re
from collections.abc import Callable

# Kyrgyz, Tajik, Kazakh and Russian letters as passports print them.
_LATIN = dict(
    zip("абвгдезийклмнопрстуфыэәғқңөӯүұһіҷӣҳ", "abvgdeziiklmnoprstufyeagknouuuhijih", strict=True)
) | {
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip
# Uzbek: the longer spellings first.
_CYRILLIC = (
    ("oʻ", "ў"), ("gʻ", "ғ"), ("sh", "ш"), ("ch", "ч"), ("iye", "ие"), ("ye", "е"), ("yo", "ё"),
    ("yu", "ю"), ("ya", "я"), ("ʼ", "ъ"),
    *zip("abvgdejziyklmnoprstufxqhw", "абвгдежзийклмнопрстуфхқҳв", strict=True),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ][^\W\d_]*)*")


def in_latin(name: str) -> str:
    """Return a Cyrillic name as its passport would print it."""
    return _by_word(name, _word_in_latin)


def in_cyrillic(name: str) -> str:
    """Return an Uzbek Latin name in Cyrillic."""
    return _by_word(name, _word_in_cyrillic)


def _by_word(name: str, write: Callable[[str], str]) -> str:
    return _WORD.sub(lambda word: write(word.group().lower()).capitalize(), name)


def _word_in_latin(word: str) -> str:
    return "".join(_LATIN.get(letter, letter) for letter in word)


def _word_in_cyrillic(word: str) -> str:
    for latin, cyrillic in _CYRILLIC:
        word = word.replace(latin, cyrillic)
    return word
