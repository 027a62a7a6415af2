"""Between our rows and the gateway. No transaction is open while anybody is called."""

import time

from django.conf import settings

from accounts.cipher import Unreadable
from reminders import actions
from reminders.gateway import Failure, Gateway, InDoubt, Message, NotAccepted


def send_due(*, by: str, gateway: Gateway, seconds: float) -> int:
    """Send what is due until nothing is left or the time is up; return how many were handed over."""
    until = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < until:
        began = time.monotonic()
        claimed = actions.claim_next(by=by)
        if claimed is None:
            break
        sent += _send(by, gateway, claimed, began)
    return sent


def settle_open(*, by: str, gateway: Gateway, seconds: float) -> int:
    """Ask about what is not settled, until nothing is left or the time is up; return how many were."""
    until = time.monotonic() + seconds
    settled = 0
    actions.let_claims_lapse(by=by)
    while time.monotonic() < until:
        question = actions.claim_question(by=by)
        if question is None:
            break
        settled += _ask(by, gateway, question)
    return settled


def _send(by: str, gateway: Gateway, claimed: actions.Claimed, began: float) -> bool:
    # A worker that was held up (asleep, swapped out) finds its claim nearly over: sending now
    # might happen while another already asks. It leaves the matter to them.
    if time.monotonic() - began > settings.REMINDER_LEASE - settings.GATEWAY_TIMEOUT:
        return False
    try:
        answer = gateway.send(Message(claimed.key, claimed.phone, claimed.text))
    except InDoubt:
        actions.record_doubt(by=by, claimed=claimed)
        return False
    except NotAccepted as refusal:
        actions.record_refusal(by=by, claimed=claimed, refusal=refusal)
        return False
    except Unreadable:
        # Nobody but us can mend it: the message fails and needs a hand, and the others go out.
        unreadable = NotAccepted(Failure.OTHER, is_final=True)
        actions.record_refusal(by=by, claimed=claimed, refusal=unreadable)
        return False
    return actions.record_answer(by=by, claimed=claimed, answer=answer)


def _ask(by: str, gateway: Gateway, question: actions.Question) -> bool:
    try:
        answer = gateway.ask(question.key, question.phone)
    except (InDoubt, Unreadable):
        actions.record_no_answer(by=by, question=question)
        return False
    return actions.resolve(by=by, question=question, answer=answer)
