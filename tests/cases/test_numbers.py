"""Case numbers: every slip of one digit or of two neighbours is noticed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.numbers import LENGTH, check_digit, clean_number, format_number, is_valid, new_number

SEPARATORS = ["", " ", "-", "  ", "\u00a0", "\u2011", "\u2013", " - ", "\t"]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    digits = draw(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True))
    return digits + check_digit(digits)


def swap(number: str, place: int) -> str:
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


@given(st.integers())
def test_a_new_number_is_valid_in_stored_form_and_never_begins_with_zero(seed: int) -> None:
    number = new_number(random.Random(seed).randrange)
    assert len(number) == LENGTH == 10
    assert number.isascii()
    assert number.isdigit()
    assert number[0] != "0"
    assert clean_number(number) == number


def test_the_smallest_and_the_largest_draw_both_give_valid_numbers() -> None:
    assert new_number(lambda _: 0)[:9] == "100000000"
    assert new_number(lambda below: below - 1)[:9] == "999999999"
    assert is_valid(new_number(lambda _: 0))
    assert is_valid(new_number(lambda below: below - 1))


def test_a_number_asks_for_nine_digits_of_chance_and_no_more() -> None:
    asked: list[int] = []

    def zero(below: int) -> int:
        asked.append(below)
        return 0

    new_number(zero)
    assert asked == [9, *[10] * 8]


def test_numbers_drawn_without_a_seed_differ_and_do_not_count_upwards() -> None:
    drawn = [new_number() for _ in range(200)]
    assert len(set(drawn)) == 200
    assert drawn != sorted(drawn)
    assert all(map(is_valid, drawn))


def test_every_first_digit_but_zero_is_drawn() -> None:
    chance = random.Random(7).randrange
    assert {new_number(chance)[0] for _ in range(500)} == set("123456789")


def test_the_check_digit_agrees_with_the_published_example() -> None:
    assert check_digit("572") == "4"  # Damm's own example


@given(st.from_regex(r"[0-9]{1,30}", fullmatch=True))
def test_digits_followed_by_their_check_digit_check_to_zero(digits: str) -> None:
    assert check_digit(digits + check_digit(digits)) == "0"


@pytest.mark.parametrize("text", ["", "12a", " 12", "1-2", "²", "١٢", "１２", "+1", "1.0"])
def test_a_check_digit_is_refused_for_anything_but_ascii_digits(text: str) -> None:
    with pytest.raises(ValueError, match="needs digits"):
        check_digit(text)


@given(numbers())
def test_one_wrong_digit_is_always_noticed(number: str) -> None:
    for place in range(LENGTH):
        for digit in set("0123456789") - {number[place]}:
            assert not is_valid(number[:place] + digit + number[place + 1 :])


@given(numbers())
def test_two_neighbouring_digits_swapped_are_always_noticed(number: str) -> None:
    for place in range(LENGTH - 1):
        if number[place] != number[place + 1]:
            assert not is_valid(swap(number, place))


def test_every_state_of_the_check_notices_every_swap_and_every_wrong_digit() -> None:
    """The property on all short strings, without chance: ten prefixes reach all ten states."""
    prefixes = {check_digit(str(n)): str(n) for n in range(1, 100)}
    assert len(prefixes) == 10
    for prefix in prefixes.values():
        for a in "0123456789":
            assert len({check_digit(prefix + b) for b in "0123456789"}) == 10
            for b in set("0123456789") - {a}:
                assert check_digit(prefix + a + b) != check_digit(prefix + b + a)


@given(numbers())
def test_a_number_that_lost_or_gained_a_digit_is_refused(number: str) -> None:
    assert not any(is_valid(number[:place] + number[place + 1 :]) for place in range(LENGTH))
    assert not any(is_valid(number + digit) for digit in "0123456789")


@given(numbers())
def test_only_one_number_in_ten_is_valid(number: str) -> None:
    assert sum(is_valid(number[:-1] + digit) for digit in "0123456789") == 1


@given(numbers(), st.lists(st.sampled_from(SEPARATORS), min_size=11, max_size=11))
def test_spaces_and_hyphens_may_stand_anywhere(number: str, gaps: list[str]) -> None:
    typed = gaps[0] + "".join(d + gap for d, gap in zip(number, gaps[1:], strict=True))
    assert clean_number(typed) == number


@given(numbers())
def test_the_written_form_reads_back_as_the_stored_one(number: str) -> None:
    written = format_number(number)
    assert clean_number(written) == number
    assert written == f"{number[0:3]}-{number[3:6]}-{number[6:10]}"
    assert [len(part) for part in written.split("-")] == [3, 3, 4]


def test_forty_characters_are_read_and_one_more_is_not() -> None:
    number = new_number()
    assert clean_number(number.rjust(40)) == number
    assert clean_number(number.rjust(41)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "---",
        "0000000000",  # the check digit fits, the leading zero does not
        "0123456789",
        "KZ1234567890",
        "１２３４５６７８９０",
        "١٢٣٤٥٦٧٨٩٠",
        "²²²²²²²²²²",
        "+71234567890",
        "123_456_7890",
        "1" * 10_000,
        "-" * 10_000,
        "'; DROP TABLE cases_case; --",
        "\x00" * 10,
    ],
)
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    assert clean_number(text) is None
    assert not is_valid(text)


@given(st.text())
def test_any_text_is_either_refused_or_becomes_a_valid_number(text: str) -> None:
    number = clean_number(text)
    assert is_valid(text) == (number is not None)
    assert number is None or clean_number(number) == number


@pytest.mark.parametrize("text", ["", "123", "123-456-7890", "12345678901", "１２３４５６７８９０"])
def test_only_a_stored_number_is_formatted(text: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        format_number(text)
