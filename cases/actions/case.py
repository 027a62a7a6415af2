"""Open a case, move it, give it to another caseworker."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.acting import Acting, for_system
from accounts.models import Membership
from accounts.permissions import Role
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.actions.grant import grant_to_owner
from cases.models import Case, CaseStep, Migrant
from cases.stale import ChangedMeanwhile, Difference
from cases.states import CaseMove, CaseState, MoveNotOpen, next_state

TRIES = 5


class NotAMember(Exception):
    """The person is not a caseworker of the organisation that holds the case."""


@transaction.atomic
def open_case(
    *, by: Acting, migrant: Migrant, kind: str, submission: uuid.UUID, now: datetime.datetime
) -> Case:
    """Open a case for a migrant; the same submission opens it once."""
    known = Case.objects.filter(submission=submission).first()
    if known:
        return known
    case = _create(by=by, migrant=migrant, kind=kind, submission=submission, now=now)
    grant_to_owner(by=by, case=case)
    audit.record(Verb.CREATED, by=by, subject_type="case", subject_ids=[case.pk])
    return case


def _create(
    *, by: Acting, migrant: Migrant, kind: str, submission: uuid.UUID, now: datetime.datetime
) -> Case:
    # Numbers are random, so two may collide: at a million cases once in a thousand.
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(
                    number=numbers.new_number(),
                    migrant=migrant,
                    organisation=by.works_for,
                    caseworker=by.user,
                    kind=kind,
                    opened_by=by.user,
                    opened_at=now,
                    changed_at=now,
                    submission=submission,
                )
        except IntegrityError as error:
            if "number" not in str(error) or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def move_case(
    *,
    by: Acting,
    case: Case,
    move: CaseMove,
    now: datetime.datetime,
    today: datetime.date,
    reason: str = "",
    closing_reason: str = "",
) -> CaseState:
    """Move a case by the table of moves; raises MoveNotOpen when somebody was faster."""
    to_state = next_state(case.state, move)
    is_closing = to_state is CaseState.CLOSED
    moved = Case.objects.filter(pk=case.pk, state=case.state).update(
        state=to_state,
        closing_reason=closing_reason if is_closing else "",
        closed_on=today if is_closing else None,
        changed_at=now,
        version=F("version") + 1,
    )
    if not moved:
        raise MoveNotOpen(move)
    CaseStep.objects.create(
        case=case,
        organisation=by.works_for,
        move=move,
        from_state=case.state,
        to_state=to_state,
        by=by.user,
        at=now,
        reason=reason,
    )
    if is_closing:
        _forget_departure(case)
    audit.record(
        Verb.MOVED, by=by, subject_type="case", subject_ids=[case.pk], detail={"move": move.value}
    )
    return to_state


def _forget_departure(case: Case) -> None:
    """Purge the expected departure once no case of the file is open (data kept for care only)."""
    # A colleague's open case counts too, which the actor may not see.
    with for_system(reason="is a case still open"):
        cases = Case.objects.filter(migrant_id=case.migrant_id).exclude(state=CaseState.CLOSED)
        is_open = cases.exists()
    if not is_open:
        Migrant.objects.filter(pk=case.migrant_id).update(expected_departure_on=None)


@transaction.atomic
def change_case(*, by: Acting, case: Case, kind: str, version: int, now: datetime.datetime) -> None:
    """Correct what a case is about, unless it changed since `version` was shown.

    Raises ChangedMeanwhile with what differs; nothing is changed then.
    """
    changed = Case.objects.filter(pk=case.pk, version=version).update(
        kind=kind, changed_at=now, version=F("version") + 1
    )
    if not changed:
        stored = Case.objects.values("version", "kind").get(pk=case.pk)
        differs = Difference(field="kind", yours=kind, theirs=stored["kind"])
        raise ChangedMeanwhile(
            version=stored["version"], differences=(differs,) if kind != stored["kind"] else ()
        )
    audit.record(
        Verb.CHANGED, by=by, subject_type="case", subject_ids=[case.pk], detail={"field": "kind"}
    )


@transaction.atomic
def assign_case(*, by: Acting, case: Case, to_id: uuid.UUID, now: datetime.datetime) -> None:
    """Give a case, and its person's file, to another caseworker of the same organisation."""
    members = Membership.objects.current_of(to_id)
    if not members.filter(organisation_id=case.organisation_id, role=Role.CASEWORKER).exists():
        raise NotAMember(to_id)
    Case.objects.filter(pk=case.pk).update(
        caseworker_id=to_id, changed_at=now, version=F("version") + 1
    )
    Migrant.objects.filter(pk=case.migrant_id).update(caseworker_id=to_id)
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="case",
        subject_ids=[case.pk],
        detail={"field": "caseworker"},
    )
