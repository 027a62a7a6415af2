"""Files opened in an emergency: some open now, some closed again."""

import datetime
import uuid

from accounts.acting import Acting, for_member
from cases.actions import break_glass, end_glass
from cases.models import BrokenGlass, Migrant
from tests.cast import NOW, Cast


def break_the_glass(who: Acting, migrant: Migrant, now: datetime.datetime = NOW) -> BrokenGlass:
    """Let somebody open a file in an emergency."""
    with for_member(who) as by:
        return break_glass(
            by=by,
            migrant_id=migrant.pk,
            reason_code="danger_to_life",
            reason="Lies unconscious",
            submission=uuid.uuid4(),
            now=now,
        )


def open_in_emergencies(cast: Cast) -> None:
    """Let a caseworker, a supervisor and a nurse open a file; two more closed theirs again."""
    for who, whose in (("daniyar", "gulnara"), ("saule", "rustam"), ("nurse_olga", "rustam")):
        break_the_glass(cast.members[who], getattr(cast, whose))
    end_anothers_glass(cast)


def end_anothers_glass(cast: Cast) -> None:
    """Let Bekzat and Doctor Lee open something that is closed again."""
    for who, whose in (("bekzat", cast.zarina), ("dr_lee", cast.rustam)):
        opened = break_the_glass(cast.members[who], whose)
        with for_member(cast.members[who]) as by:
            end_glass(by=by, opened=opened)
