"""What a person asks about their own data: written down, decided, answered."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from audit import actions as audit
from audit.models import Verb
from cases.models import DataRequest, Migrant
from cases.request_rules import RequestMove, next_state


@dataclass(frozen=True)
class RequestTerms:
    """What was asked, when, how, in which language, in the person's words."""

    kind: str
    asked_on: datetime.date
    asked_how: str
    language: str
    words: str = ""


@transaction.atomic
def record_request(
    *,
    by: Acting,
    migrant: Migrant,
    terms: RequestTerms,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> bool:
    """Write down a request; say whether no open one of its kind stood. The form's key is the row's."""
    try:
        with transaction.atomic():
            DataRequest.objects.create(
                pk=submission,
                migrant=migrant,
                organisation=by.works_for,
                recorded_by=by.user,
                recorded_at=now,
                **vars(terms),
            )
    except IntegrityError:
        return False
    _record(Verb.CREATED, by, submission, kind=terms.kind)
    return True


@transaction.atomic
def move_request(
    *,
    by: Acting,
    request: DataRequest,
    move: RequestMove,
    now: datetime.datetime,
    ground: str = "",
    refusal: str = "",
) -> bool:
    """Agree to, finish or refuse a request; say whether it still stood where it was seen.

    NoSuchMove where the rules know no such move.
    """
    state = next_state(request.kind, request.state, move)
    decided = {"state": state, "decided_by": by.user, "decided_at": now}
    reasons = {"ground": ground, "refusal": refusal}
    standing = DataRequest.objects.filter(pk=request.pk, state=request.state)
    if not standing.update(**decided, **reasons):
        return False
    _record(Verb.MOVED, by, request.pk, move=move.value)
    return True


def _record(verb: Verb, by: Acting, request_id: uuid.UUID, **codes: str) -> None:
    audit.record(verb, by=by, subject_type="data_request", subject_ids=[request_id], detail=codes)
