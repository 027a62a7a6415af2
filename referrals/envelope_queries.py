"""What lists of envelopes need, already cut to what the reader may see, reads audited, uncounted."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from accounts.acting import Acting
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases.paging import Page, cut
from referrals import envelope_wording as wording
from referrals.envelope_states import EnvelopeState
from referrals.models import Envelope, EnvelopeStep
from referrals.models.envelope import EnvelopeQuerySet

MOST_WAITING = 50
UNANSWERED_FIRST = models.F("answered_at").desc(nulls_first=True)


@dataclass(frozen=True)
class EnvelopeRow:
    """One envelope in a list."""

    id: uuid.UUID
    name: str
    request: str
    sender: str
    consulate: str
    state: str
    state_label: str
    tone: str
    sent_at: datetime.datetime
    answered_at: datetime.datetime | None
    expires_at: datetime.datetime


def list_envelopes(acting: Acting, *, number: int) -> Page[EnvelopeRow]:
    """Return a page of what is meant for the reader, unanswered ones first; never how many."""
    rows = Envelope.objects.visible_to(acting).order_by(UNANSWERED_FIRST, "-sent_at", "-id")
    found, more = cut(_with_parties(rows), number)
    return Page(rows=_rows(acting, found), number=number, has_next=more)


def waiting(acting: Acting, states: Sequence[EnvelopeState]) -> list[EnvelopeRow]:
    """Return the visible envelopes in these states, the oldest first."""
    rows = Envelope.objects.visible_to(acting).filter(state__in=states).order_by("sent_at", "id")
    return _rows(acting, list(_with_parties(rows)[:MOST_WAITING]))


def to_note(acting: Acting) -> list[EnvelopeRow]:
    """Return the sender's envelopes whose answer, or whose silence, nobody took note of yet."""
    states = [EnvelopeState.ANSWERED, EnvelopeState.EXPIRED]
    rows = Envelope.objects.visible_to(acting).filter(
        sender_id=acting.organisation_key, state__in=states, noted_at__isnull=True
    )
    return _rows(acting, list(_with_parties(rows.order_by("sent_at", "id"))[:MOST_WAITING]))


def envelopes_of_case(acting: Acting, case_id: uuid.UUID) -> list[EnvelopeRow]:
    """Return the visible envelopes of one case, newest first."""
    rows = Envelope.objects.visible_to(acting).filter(case_id=case_id).order_by("-id")
    return _rows(acting, list(_with_parties(rows)))


def _with_parties(rows: EnvelopeQuerySet) -> EnvelopeQuerySet:
    return rows.select_related("sender", "consulate")


def _rows(acting: Acting, found: list[Envelope]) -> list[EnvelopeRow]:
    if found:
        audit.record(
            Verb.LISTED,
            by=acting,
            subject_type="envelope",
            subject_ids=[one.pk for one in found],
            data_classes=[DataClass.IDENTITY],
            holders={one.pk: one.sender_id for one in found},
        )
    return [_row(one) for one in found]


def _row(one: Envelope) -> EnvelopeRow:
    return EnvelopeRow(
        id=one.pk,
        name=one.shown_name,
        request=one.get_request_display(),
        sender=one.sender.name,
        consulate=one.consulate.name,
        state=one.state,
        state_label=one.get_state_display(),
        tone=wording.TONES[one.state],
        sent_at=one.sent_at,
        answered_at=one.answered_at,
        expires_at=one.expires_at,
    )


@dataclass(frozen=True)
class CaseEnvelopeStep:
    """One step of one of a case's envelopes, for the case's timeline."""

    at: datetime.datetime
    to_state: str
    state_label: str
    consulate: str
    detail: str
    organisation: str


def steps_of_case(acting: Acting, case_id: uuid.UUID) -> list[CaseEnvelopeStep]:
    """Return when the case's envelopes were sent, and every visible step of them."""
    rows = Envelope.objects.visible_to(acting).filter(case_id=case_id)
    sent = [
        CaseEnvelopeStep(
            at=one.sent_at,
            to_state=EnvelopeState.SENT,
            state_label=str(EnvelopeState.SENT.label),
            consulate=one.consulate.name,
            detail="",
            organisation=one.sender.name,
        )
        for one in _with_parties(rows)
    ]
    steps = EnvelopeStep.objects.visible_to(acting).filter(envelope__case_id=case_id)
    moved = steps.select_related("envelope__consulate", "organisation").order_by("id")
    return [*sent, *(_case_step(step) for step in moved)]


def _case_step(step: EnvelopeStep) -> CaseEnvelopeStep:
    return CaseEnvelopeStep(
        at=step.at,
        to_state=step.to_state,
        state_label=step.get_to_state_display(),
        consulate=step.envelope.consulate.name,
        detail=step.get_because_display() if step.because else step.note,
        organisation=step.organisation.name if step.organisation else "",
    )
