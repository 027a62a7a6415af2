"""What the receiver does: confirm, accept or not, make the appointment, answer."""

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from accounts.models import Organisation
from cases.actions import grant_access
from referrals.actions.move import move_referral
from referrals.basis import Basis, basis_in_force
from referrals.models import Referral, ReferralAnswer
from referrals.states import ReferralMove, ReferralState, Side, next_state


class BasisEnded(Exception):
    """The consent was withdrawn, or it, its ground or its agreement ended, since it was sent."""


@dataclass(frozen=True)
class AnswerTerms:
    """What the receiver says came of it."""

    outcome: str
    findings: str
    advice: str = ""
    next_visit_on: datetime.date | None = None
    concerns_tb: bool = False


@transaction.atomic
def receive_referral(*, by: Acting, referral: Referral, now: datetime.datetime) -> ReferralState:
    """Confirm that the referral has come in."""
    return _move(by, referral, ReferralMove.RECEIVE, now, received_at=now)


@transaction.atomic
def accept_referral(
    *, by: Acting, referral: Referral, now: datetime.datetime, today: datetime.date
) -> ReferralState:
    """Accept the person, and open the case, if any, by the classes and time of its basis."""
    # First, so that an old page is told what happened since and not what became of the consent.
    next_state(referral.state, ReferralMove.ACCEPT, Side.RECEIVER)
    if referral.case_id is None or referral.migrant_id is None:
        # From custody: there is no file to open, and the law itself is the basis.
        return _move(by, referral, ReferralMove.ACCEPT, now, accepted_at=now)
    basis = basis_in_force(referral, today)
    if basis is None:
        raise BasisEnded(referral.pk)
    state = _move(by, referral, ReferralMove.ACCEPT, now, accepted_at=now)
    _open_case(by, referral, basis, case_id=referral.case_id, migrant_id=referral.migrant_id)
    return state


def _open_case(
    by: Acting, referral: Referral, basis: Basis, *, case_id: uuid.UUID, migrant_id: uuid.UUID
) -> None:
    try:
        grant_access(
            by=by,
            case_id=case_id,
            migrant_id=migrant_id,
            owner_id=referral.sender_id,
            source_id=referral.pk,
            data_classes=referral.data_classes,
            consent=basis.consent,
            legal_basis=basis.legal_basis,
            ends_at=basis.ends_at,
            agreement=basis.agreement,
        )
    except IntegrityError as error:
        # Withdrawn or ended at this very moment: the database waited for that and then refused.
        if "consent does not cover" in str(error):
            raise BasisEnded(referral.pk) from error
        raise


@transaction.atomic
def decline_referral(
    *, by: Acting, referral: Referral, because: str, note: str, now: datetime.datetime
) -> ReferralState:
    """Say no, with a coded reason and a sentence."""
    return _move(by, referral, ReferralMove.DECLINE, now, note, decline_reason=because)


@transaction.atomic
def redirect_referral(
    *, by: Acting, referral: Referral, to: Organisation, note: str, now: datetime.datetime
) -> ReferralState:
    """Point the sender to another organisation; only the sender sends the person's data there."""
    return _move(by, referral, ReferralMove.REDIRECT, now, note, redirected_to=to)


@transaction.atomic
def schedule_referral(
    *, by: Acting, referral: Referral, at: datetime.datetime, place: str, now: datetime.datetime
) -> ReferralState:
    """Make an appointment, or another one."""
    return _move(
        by, referral, ReferralMove.SCHEDULE, now, appointment_at=at, appointment_place=place
    )


@transaction.atomic
def mark_arrived(*, by: Acting, referral: Referral, now: datetime.datetime) -> ReferralState:
    """Record that the person has come."""
    return _move(by, referral, ReferralMove.ARRIVE, now, arrived_at=now)


@transaction.atomic
def mark_missed(*, by: Acting, referral: Referral, now: datetime.datetime) -> ReferralState:
    """Record that the person did not come; another appointment can be made."""
    return _move(by, referral, ReferralMove.MISS, now)


@transaction.atomic
def complete_referral(
    *, by: Acting, referral: Referral, answer: AnswerTerms, now: datetime.datetime
) -> ReferralState:
    """Write the answer; the referral ends and with it the access to the case."""
    state = _move(by, referral, ReferralMove.COMPLETE, now)
    ReferralAnswer.objects.create(
        referral=referral, answered_by=by.user, answered_at=now, **asdict(answer)
    )
    return state


@transaction.atomic
def leave_referral_early(
    *, by: Acting, referral: Referral, note: str, now: datetime.datetime
) -> ReferralState:
    """Record that the person left before the end, and how."""
    return _move(by, referral, ReferralMove.LEAVE_EARLY, now, note)


def _move(
    by: Acting,
    referral: Referral,
    move: ReferralMove,
    now: datetime.datetime,
    note: str = "",
    **columns: object,
) -> ReferralState:
    return move_referral(
        by=by, referral=referral, move=move, side=Side.RECEIVER, now=now, note=note, **columns
    )
