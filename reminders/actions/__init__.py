"""What changes in this room. The row is the truth: each change is one conditional statement."""

from reminders.actions.again import try_again
from reminders.actions.answer import record_answer, record_doubt, record_refusal
from reminders.actions.claim import Claimed, claim_next
from reminders.actions.mute import allow_messages_again, stop_messages
from reminders.actions.note import note_reminder
from reminders.actions.plan import plan_reminders
from reminders.actions.receipt import record_receipt
from reminders.actions.settle import (
    Question,
    claim_question,
    let_claims_lapse,
    record_no_answer,
    resolve,
)

__all__ = [
    "Claimed",
    "Question",
    "allow_messages_again",
    "claim_next",
    "claim_question",
    "let_claims_lapse",
    "note_reminder",
    "plan_reminders",
    "record_answer",
    "record_doubt",
    "record_no_answer",
    "record_receipt",
    "record_refusal",
    "resolve",
    "stop_messages",
    "try_again",
]
