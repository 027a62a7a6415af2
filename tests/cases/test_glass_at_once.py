"""Two emergencies at the same moment: each counts, and the fourth of the day does not open."""

import uuid

import pytest

from accounts.acting import for_member, for_system
from cases.actions import TooManyToday, break_glass, end_glass
from cases.models import BrokenGlass, Migrant
from tests.at_once import second_waits_for_first
from tests.cast import NOW, Cast
from tests.emergencies import break_the_glass

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_third_and_the_fourth_at_once_are_not_both_opened(cast: Cast) -> None:
    for _ in range(2):
        opened = break_the_glass(cast.saule, cast.gulnara)
        with for_member(cast.saule) as by:
            end_glass(by=by, opened=opened)

    def opens(migrant: Migrant) -> BrokenGlass:
        return break_glass(
            by=cast.saule,
            migrant_id=migrant.pk,
            reason_code="other",
            reason="Both at once",
            submission=uuid.uuid4(),
            now=NOW,
        )

    third, fourth = second_waits_for_first(
        (cast.saule, lambda: opens(cast.gulnara)), (cast.saule, lambda: opens(cast.rustam))
    )
    assert isinstance(third, BrokenGlass)
    assert isinstance(fourth, TooManyToday)
    with for_system(reason="tests"):
        assert sorted(BrokenGlass.objects.values_list("nth", flat=True)) == [1, 2, 3]
