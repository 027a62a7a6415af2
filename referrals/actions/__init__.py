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
    "MovedMeanwhile",
    "accept_referral",
    "ask_examination",
    "cancel_referral",
    "change_draft",
    "complete_examination",
    "complete_referral",
    "decline_referral",
    "draft_referral",
    "end_custody",
    "expire_silent_referrals",
    "leave_referral_early",
    "mark_arrived",
    "mark_missed",
    "note_referral",
    "receive_referral",
    "redirect_referral",
    "schedule_referral",
    "send_referral",
    "take_back_examination",
]
