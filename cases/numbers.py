"""Case numbers: nine random digits and a check digit, written ``123-456-7890``.

Random, because a sequence would tell anyone who holds two numbers how many cases there are.
The check digit is Damm's: it notices every single wrong digit and every swap of two neighbours,
the two slips people make when they read a number out over the phone.
"""

import secrets
from collections.abc import Callable

LENGTH = 10
_LONGEST_TYPED = 40
_SEPARATORS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2212")

# H. Michael Damm, "Total anti-symmetric quasigroups" (Marburg 2004): the table of order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_number(random_below: Callable[[int], int] = secrets.randbelow) -> str:
    """Draw a number in its stored form: ten digits, the first never 0.

    Two draws may agree, about once in 900 million: the column's unique constraint decides.
    """
    first = 1 + random_below(9)  # a leading zero gets lost in spreadsheets
    rest = (random_below(10) for _ in range(LENGTH - 2))
    digits = "".join(str(digit) for digit in (first, *rest))
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """Return the Damm check digit of ASCII digits; ValueError for anything else."""
    if not _is_digits(digits):
        raise ValueError("a check digit needs digits")
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def is_valid(text: str) -> bool:
    """Tell whether the text, however spaced, is a number that could have been given out."""
    return clean_number(text) is not None


def clean_number(text: str) -> str | None:
    """Return the stored form of what someone typed, or None where it cannot be a case number.

    Spaces and hyphens are ignored wherever they stand; a wrong check digit is None as well.
    """
    if len(text) > _LONGEST_TYPED:
        return None
    number = "".join(text.translate(_SEPARATORS).split())
    if not _has_shape(number) or check_digit(number[:-1]) != number[-1]:
        return None
    return number


def format_number(number: str) -> str:
    """Write a stored number for people, ``123-456-7890``; ValueError where it is not ten digits."""
    if len(number) != LENGTH or not _is_digits(number):
        raise ValueError("a stored case number has ten digits")
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def _has_shape(number: str) -> bool:
    return len(number) == LENGTH and _is_digits(number) and number[0] != "0"


def _is_digits(text: str) -> bool:
    # isdigit() alone also takes superscripts and other scripts' digits, which int() may refuse
    return text.isascii() and text.isdigit()
