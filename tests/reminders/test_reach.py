"""Who may get a message, why not, and in which language."""

from itertools import product

import pytest

from reminders.reach import Person, Reach, language_of, reach

BOTH = (True, False)
READS = ("yes", "little", "no", "unknown")


@pytest.mark.parametrize(
    ("reads", "number", "agreed", "muted"), list(product(READS, BOTH, BOTH, BOTH))
)
def test_a_message_goes_only_to_who_can_read_it_agreed_and_did_not_stop_it(
    reads: str, number: bool, agreed: bool, muted: bool
) -> None:
    found = reach(Person("ky", (), reads, number, agreed, muted))
    goes = reads != "no" and number and agreed and not muted
    assert (found.state == "scheduled") is goes
    assert bool(found.denial) is (found.state == "denied")


def test_the_reason_is_the_one_that_says_what_to_do() -> None:
    assert reach(Person("ky", reads="no")) == Reach("denied", "no_number")
    assert reach(Person("ky", reads="no", has_number=True)) == Reach("denied", "does_not_read")
    assert reach(Person("ky", has_number=True)) == Reach("denied", "not_agreed")
    assert reach(Person("ky", is_muted=True)) == Reach("muted")


@pytest.mark.parametrize(
    ("language", "others", "found"),
    [
        ("ky", ("ru",), "ky"),
        ("ug", ("kk", "ru"), "kk"),
        ("ug", ("kaa", "uz"), "uz"),
        ("other", (), "ru"),
        ("kaa", ("ug",), "ru"),
    ],
)
def test_the_language_is_theirs_or_the_first_other_one_or_russian(
    language: str, others: tuple[str, ...], found: str
) -> None:
    assert language_of(Person(language, others), {"kk", "ru", "ky", "tg", "uz", "en"}) == found
