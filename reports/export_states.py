"""What can happen to a whole export: two people let it out, and it does not live long."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportState(models.TextChoices):
    """Where an export stands."""

    ASKED = "asked", _("waits for the administrator")
    RELEASED = "released", _("is being written")
    WRITTEN = "written", _("ready to be taken")
    TAKEN = "taken", pgettext_lazy("export", "taken")
    REFUSED = "refused", pgettext_lazy("export", "refused")
    STOPPED = "stopped", pgettext_lazy("export", "stopped")
    EXPIRED = "expired", _("not taken in time")


class ExportMove(models.TextChoices):
    """What somebody, or the clock, does to it."""

    RELEASE = "release", pgettext_lazy("export", "Release")
    REFUSE = "refuse", pgettext_lazy("export", "Refuse")
    WRITE = "write", pgettext_lazy("export", "Write")
    TAKE = "take", pgettext_lazy("export", "Take")
    STOP = "stop", pgettext_lazy("export", "Stop")
    EXPIRE = "expire", pgettext_lazy("export", "Let it end")


class StopReason(models.TextChoices):
    """Why an export that was on its way is not handed out."""

    ASKER_GONE = "asker_gone", _("Whoever asked for it does not lead the team any more.")
    CONSENT_ENDED = "consent_ended", _("Somebody in it took their consent back, or it ended.")


S, M = ExportState, ExportMove
MOVES: dict[ExportMove, tuple[frozenset[ExportState], ExportState]] = {
    M.RELEASE: (frozenset({S.ASKED}), S.RELEASED),
    M.REFUSE: (frozenset({S.ASKED}), S.REFUSED),
    M.WRITE: (frozenset({S.RELEASED}), S.WRITTEN),
    M.TAKE: (frozenset({S.WRITTEN}), S.TAKEN),
    M.STOP: (frozenset({S.ASKED, S.RELEASED, S.WRITTEN}), S.STOPPED),
    M.EXPIRE: (frozenset({S.WRITTEN}), S.EXPIRED),
}
del S, M


def next_state(state: str, move: ExportMove) -> ExportState | None:
    """Return where a move leads from a state, None where it leads nowhere."""
    before, after = MOVES[move]
    return after if state in before else None
