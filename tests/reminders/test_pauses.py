"""Pauses grow, and stop growing."""

from datetime import timedelta

import pytest

from reminders import pauses

GROWING = [
    (pauses.before_try, timedelta(seconds=30), pauses.LONGEST_TRY),
    (pauses.before_ask, timedelta(seconds=5), pauses.LONGEST_ASK),
    (pauses.before_receipt, pauses.RECEIPT, pauses.LONGEST_RECEIPT),
]


@pytest.mark.parametrize(("pause", "shortest", "longest"), GROWING)
def test_a_pause_grows_until_it_is_long_enough(
    pause: pauses.Pause, shortest: timedelta, longest: timedelta
) -> None:
    lengths = [pause(count) for count in range(40)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (shortest, longest)


def test_all_tries_together_outlast_an_evening_and_end_before_the_next() -> None:
    tries = range(1, pauses.MOST_ATTEMPTS)
    together = sum((pauses.before_try(count) for count in tries), timedelta())
    assert timedelta(hours=3) < together < timedelta(hours=12)
