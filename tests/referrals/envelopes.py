"""Gulnara's envelope to the consulate of Kyrgyzstan in any state, by the product's own actions."""

import datetime
import uuid
from typing import Any

from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from cases.actions import (
    allow_state_contact,
    ask_to_lift,
    block_state_contact,
    move_case,
    record_consent,
    withdraw_consent,
)
from cases.actions.consent import ConsentTerms
from cases.models import Case, Consent, Migrant, StateContactBlock
from cases.states import CaseMove
from referrals import actions
from referrals.actions.envelope import EnvelopeAnswerTerms, EnvelopeTerms
from referrals.models import Envelope, EnvelopeStep
from tests.cast import NOW, TODAY, Cast

DAY = datetime.timedelta(days=1)
ANSWER = EnvelopeAnswerTerms("needs_more", ("photo", "old_passport_number"), "Come on Tuesday")
ROADS: dict[str, tuple[str, ...]] = {
    "sent": (),
    "seen": ("see",),
    "in_work": ("see", "take"),
    "answered": ("see", "take", "answer"),
    "closed": ("see", "take", "answer", "close"),
    "withdrawn": ("withdraw",),
    "expired": ("expire",),
}
OPEN = ("sent", "seen", "in_work", "answered")


def agreed(
    cast: Cast,
    *to: Organisation,
    by: Acting | None = None,
    migrant: Migrant | None = None,
    now: datetime.datetime = NOW,
    days: int | None = 30,
    **changed: Any,
) -> Consent:
    """Let Gulnara agree that her consulate helps her with papers."""
    today = now.date()
    terms: dict[str, Any] = {
        "data_classes": ("identity",),
        "language": "ky",
        "given_how": "written",
        "given_on": today,
        "recipient_ids": tuple(one.pk for one in to or (cast.consulate_kg,)),
        "expires_on": today + days * DAY if days is not None else None,
        "purpose": "papers",
    } | changed
    with for_member(by or cast.aigul) as member:
        return record_consent(
            by=member, migrant=migrant or cast.gulnara, terms=ConsentTerms(**terms), now=now
        )


def zarinas(cast: Cast) -> Envelope:
    """Return what Timur asks for Zarina, who turns out to be of the same state as Gulnara."""
    with for_system(reason="tests"):
        Migrant.objects.filter(pk=cast.zarina.pk).update(citizenship="KG")
    agreed(cast, by=cast.timur, migrant=cast.zarina)
    return posted(cast, by=cast.timur, case=cast.zarinas_case)


def asking(cast: Cast, request: str = "passport", **changed: Any) -> EnvelopeTerms:
    """Return what Aigul asks of the consulate."""
    terms: dict[str, Any] = {
        "consulate": cast.consulate_kg,
        "shows_birth_date": True,
        "shows_sex": True,
    }
    return EnvelopeTerms(**(terms | {"request": request} | changed))


def posted(
    cast: Cast,
    terms: EnvelopeTerms | None = None,
    *,
    by: Acting | None = None,
    case: Case | None = None,
    now: datetime.datetime = NOW,
    submission: uuid.UUID | None = None,
) -> Envelope:
    """Let Aigul send the envelope."""
    with for_member(by or cast.aigul) as member:
        return actions.send_envelope(
            by=member,
            case=case or cast.gulnaras_case,
            terms=terms or asking(cast),
            submission=submission or uuid.uuid4(),
            now=now,
            today=now.date(),
        )


def done(cast: Cast, envelope: Envelope, move: str) -> Envelope:
    """Do one move as whoever's it is, on the row as it was read; return the row as it is then."""
    if move == "expire":
        actions.expire_old_envelopes(by="tests", now=envelope.expires_at)
    elif move in {"close", "withdraw"}:
        with for_member(cast.aigul) as by:
            if move == "close":
                actions.close_envelope(by=by, envelope=envelope, now=NOW)
            else:
                actions.withdraw_envelope(by=by, envelope=envelope, reason="No need", now=NOW)
    else:
        with for_member(cast.officer_kg) as by:
            _by_consulate(by, envelope, move)
    return fresh(envelope)


def _by_consulate(by: Acting, envelope: Envelope, move: str) -> None:
    if move == "answer":
        actions.answer_envelope(by=by, envelope=envelope, answer=ANSWER, now=NOW)
        return
    {"see": actions.see_envelope, "take": actions.take_envelope}[move](
        by=by, envelope=envelope, now=NOW
    )


def brought_to(cast: Cast, state: str, request: str = "passport") -> Envelope:
    """Return an envelope in this state; the consent is recorded where none is there yet."""
    with for_system(reason="tests"):
        is_agreed = Consent.objects.filter(purpose="papers", migrant=cast.gulnara).exists()
    if not is_agreed:
        agreed(cast)
    envelope = posted(cast, asking(cast, request))
    for move in ROADS[state]:
        envelope = done(cast, envelope, move)
    assert envelope.state == state
    return envelope


def blocked(
    cast: Cast,
    migrant: Migrant | None = None,
    by: Acting | None = None,
    submission: uuid.UUID | None = None,
) -> StateContactBlock:
    """Let Aigul forbid contact with Gulnara's own state."""
    with for_member(by or cast.aigul) as member:
        return block_state_contact(
            by=member,
            migrant=migrant or cast.gulnara,
            reason="She is afraid of her family",
            submission=submission or uuid.uuid4(),
            now=NOW,
        )


def lifted(cast: Cast, at: datetime.datetime = NOW) -> None:
    """Let Aigul ask for contact again and Saule allow it."""
    with for_member(cast.aigul) as by:
        ask_to_lift(by=by, migrant=cast.gulnara, reason="She wants to go home", now=at)
    with for_member(cast.saule) as by:
        allow_state_contact(by=by, migrant=cast.gulnara, now=at)


def closed(cast: Cast, by: Acting | None = None) -> None:
    """Let Aigul close Gulnara's case."""
    with for_member(by or cast.aigul) as member:
        move_case(
            by=member, case=cast.gulnaras_case, move=CaseMove.CLOSE, now=NOW, today=TODAY,
            reason="All is well", closing_reason="resolved",
        )  # fmt: skip


def taken_back(cast: Cast, consent: Consent) -> None:
    """Let Gulnara withdraw a consent."""
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)


def fresh(envelope: Envelope) -> Envelope:
    """Return the row as it is stored now."""
    with for_system(reason="tests"):
        return Envelope.objects.select_related("sender", "consulate", "consent").get(pk=envelope.pk)


def steps_of(envelope: Envelope) -> list[EnvelopeStep]:
    """Return every step of an envelope, in order."""
    with for_system(reason="tests"):
        return list(envelope.steps.order_by("id"))
