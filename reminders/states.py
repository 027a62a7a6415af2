"""What can become of a reminder: one table, which the database repeats (migration 0002)."""

from reminders.choices import ReminderState
from reminders.gateway import Status

S = ReminderState
# Nothing was handed over, or it is known that nothing was taken: the plan may still change it.
WAITING = frozenset({S.SCHEDULED, S.CLEARED, S.MUTED, S.DENIED})
# A gateway has it, or may have it.
OUT = frozenset({S.CLAIMED, S.IN_DOUBT, S.QUEUED, S.SENT, S.DELIVERED})
# What the gateway must be asked about, sooner or later, where no receipt comes by itself.
ASKED_ABOUT = frozenset({S.IN_DOUBT, S.QUEUED, S.SENT})
ENDED = frozenset({S.DELIVERED, S.FAILED, S.CLEARED, S.MUTED, S.DENIED})
NEEDS_A_HAND = frozenset({S.FAILED, S.DENIED})

# What a gateway says may come at any time, in any order: it leads forwards from everywhere.
SAID: dict[Status, ReminderState] = {
    Status.QUEUED: S.QUEUED,
    Status.SENT: S.SENT,
    Status.DELIVERED: S.DELIVERED,
    Status.FAILED: S.FAILED,
}
_SAID = frozenset(SAID.values())
_FORWARDS = {
    S.QUEUED: frozenset({S.SENT, S.DELIVERED, S.FAILED}),
    S.SENT: frozenset({S.DELIVERED, S.FAILED}),
    S.DELIVERED: frozenset[ReminderState](),
}
MOVES: dict[ReminderState, frozenset[ReminderState]] = {
    **{state: (WAITING - {state}) | _SAID for state in WAITING},
    S.SCHEDULED: (WAITING - {S.SCHEDULED}) | _SAID | {S.CLAIMED},
    S.CLAIMED: _SAID | {S.IN_DOUBT, S.SCHEDULED},
    S.IN_DOUBT: _SAID | {S.SCHEDULED},
    **_FORWARDS,
    # Only when somebody says "try again", and then under another key.
    S.FAILED: frozenset({S.SCHEDULED}),
}
del S


def may_follow(state: str, following: str) -> bool:
    """Say whether a reminder may move from one state to another."""
    return ReminderState(following) in MOVES[ReminderState(state)]


def after(state: str, status: Status) -> ReminderState | None:
    """Return where a gateway's word leads; None where it is old news or says nothing."""
    said = SAID.get(status)
    is_news = said is not None and said in MOVES[ReminderState(state)]
    # A reminder that failed is tried again by people only, never by a late receipt.
    return said if is_news else None
