"""Files opened in an emergency: one waits for its review, one was reviewed."""

import datetime

from accounts.acting import Acting, for_member
from cases.actions import break_glass, review_glass
from cases.models import BrokenGlass
from cases.models.glass import Finding, GlassReason
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage


def open_in_emergencies(stage: Stage, told: list[Told]) -> None:
    """Let two caseworkers open a colleague's file; the supervisor has judged the older one."""
    files = [one for one in told if one.plan.by == "aigerim" and not one.plan.closing]
    daniyar, zhanna = stage.members["daniyar"], stage.members["zhanna"]
    old = stage.clock.at(2, 15)
    reviewed = _open(stage, daniyar, files[0], GlassReason.KEEPER_ABSENT, CALLED, old)
    _open(stage, zhanna, files[1], GlassReason.PERSON_HERE_NOW, CAME, stage.clock.at(1, 16))
    with for_member(stage.members["saule"]) as by:
        review_glass(
            by=by,
            opened=reviewed,
            finding=Finding.JUSTIFIED,
            note="Aigerim was ill that day.",
            now=old + datetime.timedelta(hours=3),
        )


CALLED = "A hospital called and asked about treatment for tuberculosis."
CAME = "Came while the caseworker was away, and could not breathe well."


def _open(
    stage: Stage, who: Acting, told: Told, code: str, words: str, at: datetime.datetime
) -> BrokenGlass:
    with for_member(who) as by:
        return break_glass(
            by=by,
            migrant_id=told.case.migrant_id,
            reason_code=code,
            reason=words,
            submission=stage.key(),
            now=at,
        )
