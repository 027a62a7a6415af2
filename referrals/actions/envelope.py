"""What becomes of an envelope: sent by a caseworker, seen and answered by a consulate, ended."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.acting import Acting, System, for_system
from accounts.models import Organisation
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.models import Case, Consent, Migrant
from cases.states import CaseState
from referrals.actions.envelope_move import EnvelopeMovedMeanwhile, move_envelope
from referrals.actions.send import CaseIsClosed
from referrals.envelope_basis import ContactIsBlocked, Missing, NotAgreed, ends_at, find_consent
from referrals.envelope_copy import copy_of
from referrals.envelope_states import EnvelopeMove, EnvelopeState
from referrals.models import Envelope, EnvelopeAnswer

TRIES = 5
BATCH = 500


@dataclass(frozen=True)
class EnvelopeTerms:
    """What the sender chooses: codes and yes or no, never a word of their own."""

    consulate: Organisation
    request: str
    shows_birth_date: bool = False
    shows_sex: bool = False


@dataclass(frozen=True)
class EnvelopeAnswerTerms:
    """What the consulate says."""

    outcome: str
    needs: tuple[str, ...] = ()
    words: str = ""


class FileChangedMeanwhile(Exception):
    """The file no longer says what the sender read in the preview; nothing was sent."""


class AlreadyAsked(Exception):
    """The same request for the same case is still open at this consulate."""

    def __init__(self, envelope: Envelope | None) -> None:
        super().__init__("already asked")
        self.envelope = envelope


@transaction.atomic
def send_envelope(
    *,
    by: Acting,
    case: Case,
    terms: EnvelopeTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
    today: datetime.date,
    previewed: str | None = None,
) -> Envelope:
    """Send a frozen copy to the consulate; the same submission sends it once.

    With the mark of a preview, only what stood in it. Raises CaseIsClosed, ContactIsBlocked,
    NotAgreed, FileChangedMeanwhile or AlreadyAsked, and nothing leaves the house.
    """
    known = Envelope.objects.visible_to(by).filter(submission=submission).first()
    if known:
        return known
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed(case.pk)
    consent = find_consent(by, case.migrant_id, terms.consulate, today)
    migrant = Migrant.objects.opened_to(by).get(pk=case.migrant_id)
    copied = copy_of(
        by, migrant, shows_birth_date=terms.shows_birth_date, shows_sex=terms.shows_sex
    )
    mark = copied.mark(consulate_id=terms.consulate.pk, request=terms.request)
    if previewed is not None and previewed != mark:
        raise FileChangedMeanwhile(migrant.pk)
    columns = {
        "case": case,
        "migrant": migrant,
        "sender_id": case.organisation_id,
        "consulate": terms.consulate,
        "consent": consent,
        "request": terms.request,
        "created_by": by.user,
        "sent_at": now,
        "expires_at": ends_at(consent, now),
        "submission": submission,
        **copied.columns(),
    }
    return _create(by, columns, consent)


def _create(by: Acting, columns: dict[str, Any], consent: Consent) -> Envelope:
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                envelope = Envelope.objects.create(number=numbers.new_number(), **columns)
        except IntegrityError as error:
            if "submission" in str(error):
                return Envelope.objects.get(submission=columns["submission"])
            if refusal := _refusal(by, columns, str(error)):
                raise refusal from error
            if "number" not in str(error) or attempt == TRIES - 1:
                raise
        else:
            _record_sent(by, envelope, consent)
            return envelope
    raise AssertionError("unreachable")


def _refusal(by: Acting, columns: dict[str, Any], said: str) -> Exception | None:
    """Return what the database meant: somebody did something at this very moment."""
    if "one_open_envelope" in said:
        return AlreadyAsked(_same_request(by, columns))
    if "own state is blocked" in said:
        return ContactIsBlocked(columns["case"].migrant_id)
    if "consent does not cover" in said:
        return NotAgreed(frozenset({Missing.NO_CONSENT}))
    if "copies the file" in said:
        return FileChangedMeanwhile(columns["migrant"].pk)
    if "from a case at work" in said:
        return CaseIsClosed(columns["case"].pk)
    return None


def _same_request(by: Acting, columns: dict[str, Any]) -> Envelope | None:
    same = {name: columns[name] for name in ("case", "consulate", "request")}
    open_ones = Envelope.objects.visible_to(by).filter(ended_at__isnull=True, **same)
    return open_ones.first()


def _record_sent(by: Acting, envelope: Envelope, consent: Consent) -> None:
    audit.record(
        Verb.GRANTED,
        by=by,
        subject_type="envelope",
        subject_ids=[envelope.pk],
        data_classes=[DataClass.IDENTITY],
        detail={"purpose": consent.purpose, "request": envelope.request},
    )


@transaction.atomic
def see_envelope(*, by: Acting, envelope: Envelope, now: datetime.datetime) -> bool:
    """Note that the consulate has opened it; opening it again changes nothing."""
    if envelope.state != EnvelopeState.SENT:
        return False
    move_envelope(by=by, envelope=envelope, move=EnvelopeMove.SEE, now=now, seen_at=now)
    return True


@transaction.atomic
def take_envelope(*, by: Acting, envelope: Envelope, now: datetime.datetime) -> EnvelopeState:
    """Take the request into work, so that the sender knows somebody is at it."""
    seen_at = envelope.seen_at or now
    move = EnvelopeMove.TAKE
    return move_envelope(by=by, envelope=envelope, move=move, now=now, seen_at=seen_at)


@transaction.atomic
def answer_envelope(
    *, by: Acting, envelope: Envelope, answer: EnvelopeAnswerTerms, now: datetime.datetime
) -> EnvelopeState:
    """Write the consulate's answer; it can still be read until the time runs out."""
    move = EnvelopeMove.ANSWER
    state = move_envelope(by=by, envelope=envelope, move=move, now=now, answered_at=now)
    EnvelopeAnswer.objects.create(
        envelope_id=envelope.pk,
        outcome=answer.outcome,
        needs=sorted(answer.needs),
        words=answer.words,
        answered_by=by.user,
        answered_at=now,
    )
    return state


@transaction.atomic
def close_envelope(*, by: Acting, envelope: Envelope, now: datetime.datetime) -> EnvelopeState:
    """Close an envelope whose answer was read; the consulate sees it no more."""
    return move_envelope(
        by=by,
        envelope=envelope,
        move=EnvelopeMove.CLOSE,
        now=now,
        noted_at=now,
    )


@transaction.atomic
def withdraw_envelope(
    *, by: Acting, envelope: Envelope, reason: str, now: datetime.datetime
) -> EnvelopeState:
    """Take an envelope back, with the reason; the consulate never reads it and sees nothing."""
    return move_envelope(
        by=by,
        envelope=envelope,
        move=EnvelopeMove.WITHDRAW,
        now=now,
        note=reason,
        noted_at=now,
    )


@transaction.atomic
def note_envelope(*, by: Acting, envelope: Envelope, now: datetime.datetime) -> bool:
    """Take note that its time ran out without an answer, so that it leaves the home page."""
    ended = Envelope.objects.visible_to(by).filter(
        pk=envelope.pk, sender_id=by.organisation_key, state=EnvelopeState.EXPIRED
    )
    if not ended.filter(noted_at__isnull=True).update(noted_at=now):
        return False
    audit.record(Verb.CHANGED, by=by, subject_type="envelope", subject_ids=[envelope.pk])
    return True


def expire_old_envelopes(*, by: str, now: datetime.datetime) -> int:
    """End what ran out without an answer; return how many. Run twice, it ends nothing twice.

    Consulates have lost sight of them already, by the database's own clock.
    """
    ended = 0
    with for_system(reason=by) as system:
        old = Envelope.objects.filter(state__in=["sent", "seen", "in_work"], expires_at__lte=now)
        for envelope in old.order_by("expires_at")[:BATCH]:
            ended += _expire(system, envelope, now)
    return ended


def _expire(system: System, envelope: Envelope, now: datetime.datetime) -> int:
    try:
        with transaction.atomic():
            move_envelope(by=system, envelope=envelope, move=EnvelopeMove.EXPIRE, now=now)
    except EnvelopeMovedMeanwhile:
        return 0
    return 1
