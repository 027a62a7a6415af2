"""One envelope as its reader may see it: the letter, where it stands, the moves open to them."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.permissions import DataClass, Permission
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from referrals import envelope_wording as wording
from referrals.envelope_access import side_of
from referrals.envelope_choices import EnvelopeRequest, NeededThing
from referrals.envelope_copy import Copied, ShownFact, copied_in, facts_of
from referrals.envelope_states import EnvelopeMove, EnvelopeSide, EnvelopeState, moves_open_to
from referrals.models import Envelope, EnvelopeAnswer, EnvelopeStep


@dataclass(frozen=True)
class Letter:
    """All that a consulate reads; the preview before sending is made of the same."""

    name: str
    facts: list[ShownFact]
    request: str | Promise
    sender: str
    consulate: str
    expires_at: datetime.datetime


@dataclass(frozen=True)
class SaidAnswer:
    """What the consulate answered."""

    outcome: str
    needs: list[str | Promise]
    words: str
    answered_at: datetime.datetime


@dataclass(frozen=True)
class EnvelopeSheet:
    """What the reader may see of an envelope."""

    id: uuid.UUID
    number: str
    state: str
    state_label: str
    tone: str
    is_ours: bool
    case_id: uuid.UUID | None
    sent_at: datetime.datetime
    letter: Letter
    answer: SaidAnswer | None
    buttons: list[wording.Button]
    timeline: list[wording.TimelineEntry]


def letter_of(
    copied: Copied, *, request: str, sender: str, consulate: str, expires_at: datetime.datetime
) -> Letter:
    """Return the letter in words."""
    return Letter(
        name=copied.shown_name,
        facts=facts_of(copied),
        request=EnvelopeRequest(request).label,
        sender=sender,
        consulate=consulate,
        expires_at=expires_at,
    )


def envelope_sheet(acting: Acting, envelope: Envelope) -> EnvelopeSheet:
    """Return the envelope for the reader, and write that it was read."""
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="envelope",
        subject_ids=[envelope.pk],
        holders=envelope.sender_id,
        data_classes=[DataClass.IDENTITY],
    )
    is_ours = side_of(acting) is EnvelopeSide.SENDER
    return EnvelopeSheet(
        id=envelope.pk,
        number=numbers.format_number(envelope.number),
        state=envelope.state,
        state_label=envelope.get_state_display(),
        tone=wording.TONES[envelope.state],
        is_ours=is_ours,
        case_id=envelope.case_id if is_ours else None,
        sent_at=envelope.sent_at,
        letter=letter_of(
            copied_in(envelope),
            request=envelope.request,
            sender=envelope.sender.name,
            consulate=envelope.consulate.name,
            expires_at=envelope.expires_at,
        ),
        answer=_answer(acting, envelope),
        buttons=_buttons(acting, envelope),
        timeline=_timeline(acting, envelope),
    )


def _answer(acting: Acting, envelope: Envelope) -> SaidAnswer | None:
    answer = EnvelopeAnswer.objects.visible_to(acting).filter(envelope=envelope).first()
    if answer is None:
        return None
    return SaidAnswer(
        outcome=answer.get_outcome_display(),
        needs=[thing.label for thing in NeededThing if thing in answer.needs],
        words=answer.words,
        answered_at=answer.answered_at,
    )


def moves_of(acting: Acting, envelope: Envelope) -> tuple[EnvelopeMove, ...]:
    """Return the moves this member has now."""
    side = side_of(acting)
    is_sender = side is EnvelopeSide.SENDER
    permission = Permission.SEND_ENVELOPE if is_sender else Permission.ANSWER_ENVELOPE
    return moves_open_to(envelope.state, side) if acting.may(permission) else ()


def _buttons(acting: Acting, envelope: Envelope) -> list[wording.Button]:
    is_over = envelope.state == EnvelopeState.EXPIRED and envelope.noted_at is None
    is_to_note = is_over and acting.may(Permission.SEND_ENVELOPE)
    return wording.buttons_of(envelope.pk, moves_of(acting, envelope), is_to_note=is_to_note)


def _timeline(acting: Acting, envelope: Envelope) -> list[wording.TimelineEntry]:
    steps = EnvelopeStep.objects.visible_to(acting).filter(envelope=envelope)
    return wording.timeline_of(steps.select_related("organisation").order_by("-id"))
