"""A simple key for names: one ASCII spelling per word for Cyrillic and Latin writings of it.

Made for Kazakh, Russian, Kyrgyz, Tajik and Uzbek names. Letters that clerks exchange fold
together (ә/а, қ/к/q, ы/и/й/y, ж/дж/zh/j, х/ҳ/kh/x); words are then compared as wholes, in any
order. It does not yet meet spellings that differ by sound (Жўраев–Джураев, Омар–Умар), grammar
(-ұлы joined to the name, -ович) or by a slip: that is the search's own work.
A name in any other script has no key and is found by number or birth date only.
"""

import re
import unicodedata
from typing import Literal

Script = Literal["cyrillic", "latin", "mixed", "other"]

MAX_TOKENS = 8
MAX_TOKEN_LENGTH = 40
_MAX_TEXT = 400  # room for MAX_TOKENS of MAX_TOKEN_LENGTH; beyond it nobody types a name

# Straight, grave, acute, curly, modifier letters, prime and fullwidth: oʻ, o', o`, o’, oʼ ...
_APOSTROPHES = "'`\u00b4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2032\uff07"
_WITHOUT_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)

# To a rough Latin spelling that _contract then folds like any other. The signs ъ ь fall away.
_CYRILLIC_TO_LATIN = (
    "а=a б=b в=v г=g ғ=g д=d е=e ё=e ж=j з=z и=i й=y і=i к=k қ=k л=l м=m н=n ң=n о=o ө=o п=p р=r "
    "с=s т=t у=u ұ=u ү=u ӯ=u ў=o ф=f х=h һ=h ҳ=h ц=ts ч=ch ҷ=j ш=sh щ=sh ы=i э=e ю=yu я=ya ә=a ӣ=i"
)
# Latin letters of Uzbek, Kazakh, Turkish and scientific spelling whose base letter would mislead.
_SPECIAL_LATIN = "ş=sh ș=sh š=sh ç=ch č=ch ž=zh ı=i ə=a ŋ=n"
# Same shape, other script; capitals too (В/B, Н/H), since a key must not depend on case.
_LOOK_ALIKES = "а=a в=b е=e н=h о=o р=p с=c т=t у=y х=x к=k м=m і=i ѕ=s ј=j һ=h ү=y"

# Longest first. "yo"/"ye" are ё/е as passports write them; "ng" is ң.
_DIGRAPHS = (
    ("shch", "sh"),
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ng", "n"),
    ("yo", "e"),
    ("ye", "e"),
)
_SINGLE = str.maketrans("qxyw", "khiv")
_HARD_C = re.compile(r"c(?!h)")
_REPEATED = re.compile(r"(.)\1+")
_NOT_KEY = re.compile(r"[^a-z]+")

# "Son of" and "daughter of", as folded: ұлы улы uly · уулу · ўғли oʻgʻli оглы · угли · қызы кызы.
_PARTICLES = frozenset({"uli", "ulu", "ogli", "ugli", "kizi"})
# What the first letter of a name (Ш. Ч. Ц. Ю. Я.) becomes where one letter is not enough.
_LONG_INITIALS = frozenset({"sh", "ch", "ts", "iu", "ia"})


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(pair[0], pair[2:]) for pair in table.split()]


_TO_LATIN = str.maketrans(dict(_pairs(_CYRILLIC_TO_LATIN + " " + _SPECIAL_LATIN)))
_AS_LATIN = str.maketrans(dict(_pairs(_LOOK_ALIKES)))
# Reversed, so that the commonest Cyrillic twin of a Latin letter, named first, is what stays.
_AS_CYRILLIC = str.maketrans({b: a for a, b in reversed(_pairs(_LOOK_ALIKES))})


def name_tokens(full: str) -> tuple[str, ...]:
    """Return the keys of a full name: sorted, unique, at most 8 of at most 40 letters a-z.

    Particles like *ұлы* and *қызы* are left out unless the name has nothing else.
    """
    tokens = {fold_token(word) for word in _words(full)} - {""}
    return tuple(sorted(tokens - _PARTICLES or tokens)[:MAX_TOKENS])


def search_tokens(query: str) -> tuple[str, ...]:
    """Return the keys of what someone typed into the search, folded exactly as names are."""
    return name_tokens(query)


def fold_token(token: str) -> str:
    """Return the key of one word, the empty string where it has no Cyrillic or Latin letter."""
    word = _one_script("".join(_words(token)))
    latin = unicodedata.normalize("NFKD", word.translate(_TO_LATIN))
    key = _contract(_NOT_KEY.sub("", latin))
    return _contract(key[:MAX_TOKEN_LENGTH])  # the cut may have parted a "ch"


def is_initial(token: str) -> bool:
    """Tell whether a folded token stands for a first letter only."""
    return len(token) == 1 or token in _LONG_INITIALS


def script_of(text: str) -> Script:
    """Return the script of the letters in the text; other where they are of neither or none."""
    letters = filter(str.isalpha, "".join(_words(text)))
    scripts = {_script_of_letter(letter) for letter in letters} - {"MODIFIER"}
    if len(scripts) > 1:
        return "mixed"
    if scripts == {"CYRILLIC"}:
        return "cyrillic"
    return "latin" if scripts == {"LATIN"} else "other"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text[:_MAX_TEXT].translate(_WITHOUT_APOSTROPHES))
    folded = unicodedata.normalize("NFC", plain.casefold())
    return "".join(_letter_or_gap(character) for character in folded).split()


def _letter_or_gap(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":  # joiners and direction marks hide inside words
        return ""
    return character if category[0] in "LM" else " "


def _one_script(word: str) -> str:
    scripts = [_script_of_letter(letter) for letter in word]
    is_latin = scripts.count("LATIN") > scripts.count("CYRILLIC")
    return word.translate(_AS_LATIN if is_latin else _AS_CYRILLIC)


def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _contract(latin: str) -> str:
    """Apply the rules until nothing changes; none lengthens the word, so this ends."""
    before = ""
    while latin != before:
        before = latin
        for digraph, key in _DIGRAPHS:
            latin = latin.replace(digraph, key)
        latin = _HARD_C.sub("k", latin.translate(_SINGLE))
        latin = _REPEATED.sub(r"\1", latin)
    return latin
