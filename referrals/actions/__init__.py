"""What changes in this room, completely: atomic, audited, one winner when two move at once."""

from referrals.actions.answer import (
    accept_referral,
    complete_referral,
    decline_referral,
    leave_referral_early,
    mark_arrived,
    mark_missed,
    receive_referral,
    redirect_referral,
    schedule_referral,
)
from referrals.actions.custody import (
    ask_examination,
    complete_examination,
    end_custody,
    take_back_examination,
)
from referrals.actions.envelope import (
    answer_envelope,
    close_envelope,
    expire_old_envelopes,
    note_envelope,
    see_envelope,
    send_envelope,
    take_envelope,
    withdraw_envelope,
)
from referrals.actions.envelope_move import EnvelopeMovedMeanwhile
from referrals.actions.expire import expire_silent_referrals
from referrals.actions.move import MovedMeanwhile
from referrals.actions.send import (
    cancel_referral,
    change_draft,
    draft_referral,
    note_referral,
    send_referral,
)

__all__ = [
    "EnvelopeMovedMeanwhile",
    "MovedMeanwhile",
    "accept_referral",
    "answer_envelope",
    "ask_examination",
    "cancel_referral",
    "change_draft",
    "close_envelope",
    "complete_examination",
    "complete_referral",
    "decline_referral",
    "draft_referral",
    "end_custody",
    "expire_old_envelopes",
    "expire_silent_referrals",
    "leave_referral_early",
    "mark_arrived",
    "mark_missed",
    "note_envelope",
    "note_referral",
    "receive_referral",
    "redirect_referral",
    "schedule_referral",
    "see_envelope",
    "send_envelope",
    "send_referral",
    "take_back_examination",
    "take_envelope",
    "withdraw_envelope",
]
