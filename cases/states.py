"""What can happen to a case: states, and one table of moves for buttons and server alike."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("case", "Open")
    PAUSED = "paused", pgettext_lazy("case", "Paused")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class ClosingReason(models.TextChoices):
    """Why a case was closed."""

    RESOLVED = "resolved", _("Resolved")
    LEFT_COUNTRY = "left_country", _("Left the country")
    HANDED_OVER = "handed_over", _("Handed over")
    DECLINED_HELP = "declined_help", _("Declined help")
    LOST_CONTACT = "lost_contact", _("Contact lost")
    DIED = "died", _("Died")
    OPENED_IN_ERROR = "opened_in_error", _("Opened in error")


class CaseMove(models.TextChoices):
    """What a member does to a case."""

    PAUSE = "pause", _("Pause the case")
    RESUME = "resume", _("Resume the case")
    CLOSE = "close", _("Close the case")
    REOPEN = "reopen", _("Reopen the case")


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, and whether it must be explained."""

    from_states: frozenset[CaseState]
    to_state: CaseState
    needs_reason: bool


MOVES: dict[CaseMove, Rule] = {
    CaseMove.PAUSE: Rule(frozenset({CaseState.OPEN}), CaseState.PAUSED, needs_reason=True),
    CaseMove.RESUME: Rule(frozenset({CaseState.PAUSED}), CaseState.OPEN, needs_reason=False),
    CaseMove.CLOSE: Rule(
        frozenset({CaseState.OPEN, CaseState.PAUSED}), CaseState.CLOSED, needs_reason=True
    ),
    CaseMove.REOPEN: Rule(frozenset({CaseState.CLOSED}), CaseState.OPEN, needs_reason=True),
}


class MoveNotOpen(Exception):
    """The state does not allow this move (any more)."""


def next_state(state: str, move: CaseMove) -> CaseState:
    """Return where the move leads, or raise MoveNotOpen."""
    rule = MOVES[move]
    if CaseState(state) not in rule.from_states:
        raise MoveNotOpen(move)
    return rule.to_state


def moves_open_to(state: str) -> tuple[CaseMove, ...]:
    """Return the moves the state allows, in the order of the table."""
    return tuple(move for move, rule in MOVES.items() if CaseState(state) in rule.from_states)
