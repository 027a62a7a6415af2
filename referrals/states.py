"""What can happen to a referral: states, and one table of moves for buttons and server alike."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralState(models.TextChoices):
    """Where a referral stands (fixed words of the interface)."""

    DRAFT = "draft", pgettext_lazy("referral", "Draft")
    SENT = "sent", pgettext_lazy("referral", "Sent")
    RECEIVED = "received", pgettext_lazy("referral", "Received")
    ACCEPTED = "accepted", pgettext_lazy("referral", "Accepted")
    DECLINED = "declined", pgettext_lazy("referral", "Declined")
    REDIRECTED = "redirected", pgettext_lazy("referral", "Pointed elsewhere")
    SCHEDULED = "scheduled", pgettext_lazy("referral", "Appointment made")
    ARRIVED = "arrived", pgettext_lazy("referral", "Arrived")
    DID_NOT_ARRIVE = "did_not_arrive", pgettext_lazy("referral", "Did not arrive")
    COMPLETED = "completed", pgettext_lazy("referral", "Answered")
    LEFT_EARLY = "left_early", pgettext_lazy("referral", "Left before the end")
    CANCELLED = "cancelled", pgettext_lazy("referral", "Cancelled")
    EXPIRED = "expired", pgettext_lazy("referral", "Expired")


S = ReferralState
ENDED = frozenset({S.DECLINED, S.REDIRECTED, S.COMPLETED, S.LEFT_EARLY, S.CANCELLED, S.EXPIRED})
OPEN = frozenset(ReferralState) - ENDED
# From acceptance to the end the receiver holds a grant on the case.
GRANTED = frozenset({S.ACCEPTED, S.SCHEDULED, S.ARRIVED, S.DID_NOT_ARRIVE})


class Side(models.TextChoices):
    """Whose move it is."""

    SENDER = "sender", _("the sender")
    RECEIVER = "receiver", _("the receiver")
    CLOCK = "clock", _("the clock")


class ReferralMove(models.TextChoices):
    """What somebody does to a referral."""

    SEND = "send", _("Send")
    RECEIVE = "receive", _("Confirm receipt")
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    REDIRECT = "redirect", _("Point to another organisation")
    SCHEDULE = "schedule", _("Make an appointment")
    ARRIVE = "arrive", _("The person has come")
    MISS = "miss", _("The person did not come")
    COMPLETE = "complete", _("Write the answer")
    LEAVE_EARLY = "leave_early", _("The person left before the end")
    CANCEL = "cancel", _("Cancel the referral")
    EXPIRE = "expire", _("Let the referral expire")


@dataclass(frozen=True)
class Rule:
    """From which states a move leads where, whose it is, whether it must be explained."""

    from_states: frozenset[ReferralState]
    to_state: ReferralState
    side: Side
    needs_reason: bool = False


M = ReferralMove
MOVES: dict[ReferralMove, Rule] = {
    M.SEND: Rule(frozenset({S.DRAFT}), S.SENT, Side.SENDER),
    M.RECEIVE: Rule(frozenset({S.SENT}), S.RECEIVED, Side.RECEIVER),
    M.ACCEPT: Rule(frozenset({S.RECEIVED}), S.ACCEPTED, Side.RECEIVER),
    M.SCHEDULE: Rule(
        frozenset({S.ACCEPTED, S.SCHEDULED, S.DID_NOT_ARRIVE}), S.SCHEDULED, Side.RECEIVER
    ),
    M.ARRIVE: Rule(frozenset({S.SCHEDULED}), S.ARRIVED, Side.RECEIVER),
    M.MISS: Rule(frozenset({S.SCHEDULED}), S.DID_NOT_ARRIVE, Side.RECEIVER),
    M.COMPLETE: Rule(frozenset({S.ARRIVED}), S.COMPLETED, Side.RECEIVER),
    M.LEAVE_EARLY: Rule(frozenset({S.ARRIVED}), S.LEFT_EARLY, Side.RECEIVER, needs_reason=True),
    M.REDIRECT: Rule(frozenset({S.RECEIVED}), S.REDIRECTED, Side.RECEIVER, needs_reason=True),
    M.DECLINE: Rule(frozenset({S.RECEIVED}), S.DECLINED, Side.RECEIVER, needs_reason=True),
    M.CANCEL: Rule(OPEN, S.CANCELLED, Side.SENDER, needs_reason=True),
    M.EXPIRE: Rule(OPEN - {S.DRAFT}, S.EXPIRED, Side.CLOCK),
}
del M, S


class MoveNotOpen(Exception):
    """The state does not allow this move (any more), or it is the other side's."""


def next_state(state: str, move: ReferralMove, side: Side) -> ReferralState:
    """Return where the move leads, or raise MoveNotOpen."""
    rule = MOVES[move]
    if ReferralState(state) not in rule.from_states or side is not rule.side:
        raise MoveNotOpen(move)
    return rule.to_state


def moves_open_to(state: str, side: Side) -> tuple[ReferralMove, ...]:
    """Return the moves this side has in this state, in the order of the table."""
    return tuple(
        move
        for move, rule in MOVES.items()
        if rule.side is side and ReferralState(state) in rule.from_states
    )
