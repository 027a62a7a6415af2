"""How an envelope is put into words: tones, buttons, what a consent lacks, what happened."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.consent_rules import Gap
from referrals.envelope_basis import Missing
from referrals.envelope_choices import EnvelopeEnd
from referrals.envelope_states import EnvelopeMove, EnvelopeState
from referrals.models import EnvelopeStep

Words = str | Promise

TONES: dict[str, str] = {
    "sent": "info",
    "seen": "info",
    "in_work": "success",
    "answered": "success",
    "closed": "ended",
    "withdrawn": "ended",
    "expired": "danger",
}
ICONS: dict[EnvelopeMove, str] = {
    EnvelopeMove.SEE: "mail-open",
    EnvelopeMove.TAKE: "play",
    EnvelopeMove.ANSWER: "file-check",
    EnvelopeMove.CLOSE: "check",
    EnvelopeMove.WITHDRAW: "undo-2",
    EnvelopeMove.EXPIRE: "hourglass",
}
GAPS: dict[Gap | Missing, Words] = {
    Missing.NO_CONSENT: _("No consent to write to a consulate holds."),
    Missing.BEFORE_LIFTING: _("The consent was given before contact was allowed again."),
    Gap.EXPIRED: _("The consent has run out."),
    Gap.WITHDRAWN: _("The consent was withdrawn."),
    Gap.NOT_YET_VALID: _("The consent does not hold yet."),
    Gap.RECIPIENT_NOT_NAMED: _("The consent does not name this consulate."),
    Gap.CLASS_NOT_COVERED: _("The consent does not cover the name."),
}


@dataclass(frozen=True)
class Button:
    """One thing to do with an envelope."""

    label: Words
    url: str
    icon: str
    tone: str
    is_post: bool


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened to an envelope."""

    at: datetime.datetime
    icon: str
    tone: str
    title: Words
    detail: Words
    by: str
    organisation: str


BUTTONS = {
    EnvelopeMove.ANSWER: ("referrals:answer_envelope", "primary", False),
    EnvelopeMove.TAKE: ("referrals:take_envelope", "secondary", True),
    EnvelopeMove.CLOSE: ("referrals:close_envelope", "primary", True),
    EnvelopeMove.WITHDRAW: ("referrals:withdraw_envelope", "danger", False),
}


def buttons_of(
    envelope_id: uuid.UUID, moves: Iterable[EnvelopeMove], *, is_to_note: bool
) -> list[Button]:
    """Return the reader's moves as buttons, the likely one first."""
    shown = [*moves, *([EnvelopeMove.CLOSE] if is_to_note else [])]
    return [
        Button(move.label, reverse(name, args=[envelope_id]), ICONS[move], tone, is_post)
        for move, (name, tone, is_post) in BUTTONS.items()
        if move in shown
    ]


def gaps(found: Iterable[Gap | Missing]) -> list[Words]:
    """Return what the consent lacks, in sentences."""
    return [GAPS[gap] for gap in sorted(found)]


def timeline_of(steps: Iterable[EnvelopeStep]) -> list[TimelineEntry]:
    """Return every step, newest first; members of the other side are not named by name."""
    return [
        TimelineEntry(
            at=step.at,
            icon=ICONS[EnvelopeMove(step.move)],
            tone=TONES[step.to_state],
            title=EnvelopeState(step.to_state).label,
            detail=EnvelopeEnd(step.because).label if step.because else step.note,
            by="",
            organisation=step.organisation.name if step.organisation else "",
        )
        for step in steps
    ]
