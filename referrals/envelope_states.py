"""What can happen to an envelope: states, and one table of moves for buttons and server alike."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnvelopeState(models.TextChoices):
    """Where an envelope stands (fixed words of the interface)."""

    SENT = "sent", pgettext_lazy("envelope", "Sent")
    SEEN = "seen", pgettext_lazy("envelope", "Read")
    IN_WORK = "in_work", pgettext_lazy("envelope", "In work")
    ANSWERED = "answered", pgettext_lazy("envelope", "Answered")
    CLOSED = "closed", pgettext_lazy("envelope", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("envelope", "Taken back")
    EXPIRED = "expired", pgettext_lazy("envelope", "Time ran out")


S = EnvelopeState
ENDED = frozenset({S.CLOSED, S.WITHDRAWN, S.EXPIRED})
# What a consulate can open at all; the order is the order of the work.
OPEN = (S.SENT, S.SEEN, S.IN_WORK, S.ANSWERED)


class EnvelopeSide(models.TextChoices):
    """Whose move it is."""

    SENDER = "sender", _("the sender")
    CONSULATE = "consulate", _("the consulate")
    CLOCK = "clock", _("the clock")


class EnvelopeMove(models.TextChoices):
    """What somebody does to an envelope."""

    SEE = "see", _("Open the request")
    TAKE = "take", _("Take it into work")
    ANSWER = "answer", _("Write the answer")
    CLOSE = "close", _("I have read it")
    WITHDRAW = "withdraw", _("Take the request back")
    EXPIRE = "expire", _("Let the time run out")


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, whose it is, whether it must be explained."""

    from_states: frozenset[EnvelopeState]
    to_state: EnvelopeState
    side: EnvelopeSide
    needs_reason: bool = False


M, Side = EnvelopeMove, EnvelopeSide
MOVES: dict[EnvelopeMove, Rule] = {
    M.SEE: Rule(frozenset({S.SENT}), S.SEEN, Side.CONSULATE),
    M.ANSWER: Rule(frozenset({S.SEEN, S.IN_WORK}), S.ANSWERED, Side.CONSULATE),
    M.TAKE: Rule(frozenset({S.SENT, S.SEEN}), S.IN_WORK, Side.CONSULATE),
    M.CLOSE: Rule(frozenset({S.ANSWERED}), S.CLOSED, Side.SENDER),
    M.WITHDRAW: Rule(frozenset(OPEN), S.WITHDRAWN, Side.SENDER, needs_reason=True),
    # An answer waits for its reader: the consulate loses sight of it, the sender does not.
    M.EXPIRE: Rule(frozenset(OPEN) - {S.ANSWERED}, S.EXPIRED, Side.CLOCK),
}


class EnvelopeMoveNotOpen(Exception):
    """The state does not allow this move (any more), or it is another side's."""


def next_state(state: str, move: EnvelopeMove, side: EnvelopeSide) -> EnvelopeState:
    """Return where the move leads, or raise EnvelopeMoveNotOpen."""
    rule = MOVES[move]
    if EnvelopeState(state) not in rule.from_states or side is not rule.side:
        raise EnvelopeMoveNotOpen(move)
    return rule.to_state


def moves_open_to(state: str, side: EnvelopeSide) -> tuple[EnvelopeMove, ...]:
    """Return the moves this side has in this state, in the order of the table."""
    return tuple(
        move
        for move, rule in MOVES.items()
        if rule.side is side and EnvelopeState(state) in rule.from_states
    )
