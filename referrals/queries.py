"""What the pages of this room need, already cut to what the reader may see, reads audited."""

import datetime
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.acting import Acting
from accounts.permissions import DataClass, Scope
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.paging import Page, cut
from cases.queries import main_names
from referrals import schedule, wording
from referrals.models import Referral, ReferralStep
from referrals.models.referral import ReferralQuerySet
from referrals.moments import ALMATY, facts_of
from referrals.states import ENDED, ReferralState

MOST_WAITING = 50


@dataclass(frozen=True)
class ReferralRow:
    """One referral in a list."""

    id: uuid.UUID
    number: str
    name: str
    sender: str
    recipient: str
    is_ours: bool
    state: str
    state_label: str
    tone: str
    priority: str
    priority_label: str
    reason_label: str
    moved_at: datetime.datetime
    appointment_at: datetime.datetime | None
    due_on: datetime.date | None
    days_late: int
    due: str


def list_referrals(
    acting: Acting, *, number: int, today: datetime.date, ended: bool
) -> Page[ReferralRow]:
    """Return a page of visible referrals, last moved first: two queries and the audit row."""
    rows = _with_parties(Referral.objects.visible_to(acting))
    rows = rows.filter(state__in=ENDED) if ended else rows.open()
    found, more = cut(rows.order_by("-moved_at", "-id"), number)
    return Page(rows=_rows(acting, found, today), number=number, has_next=more)


def referrals_of_case(
    acting: Acting, case_id: uuid.UUID, today: datetime.date
) -> list[ReferralRow]:
    """Return the visible referrals of one case, newest first."""
    rows = _with_parties(Referral.objects.visible_to(acting)).filter(case_id=case_id)
    return _rows(acting, list(rows.order_by("-id")), today)


def waiting(
    acting: Acting, states: Sequence[ReferralState], today: datetime.date
) -> list[ReferralRow]:
    """Return the visible referrals in these states, longest unmoved first."""
    rows = _with_parties(Referral.objects.visible_to(acting)).filter(state__in=states)
    return _rows(acting, list(rows.order_by("moved_at")[:MOST_WAITING]), today)


def late(
    acting: Acting, states: Sequence[ReferralState], today: datetime.date
) -> list[ReferralRow]:
    """Return the visible referrals in these states past their deadline, longest unmoved first."""
    rows = _with_parties(Referral.objects.visible_to(acting)).filter(state__in=states)
    rows = rows.filter(_may_be_late(today)).order_by("moved_at")
    # Read on until the page is full: many that are in time must not hide the late ones.
    overdue = (one for one in rows.iterator(200) if schedule.days_overdue(facts_of(one), today))
    return _rows(acting, list(itertools.islice(overdue, MOST_WAITING)), today)


def _may_be_late(today: datetime.date, clock: schedule.Clock = schedule.DEFAULT_CLOCK) -> Q:
    # Only what cannot be late is left out: working days are at least as long as calendar days.
    shortest = {
        "sent_at": (ReferralState.SENT, clock.receipt_working_days),
        "received_at": (ReferralState.RECEIVED, clock.answer_working_days),
        "accepted_at": (ReferralState.ACCEPTED, clock.appointment_working_days),
        "appointment_at": (ReferralState.SCHEDULED, clock.arrival_days),
        "arrived_at": (ReferralState.ARRIVED, clock.outcome_days),
    }
    found = Q(state=ReferralState.DID_NOT_ARRIVE)
    for column, (state, days) in shortest.items():
        found |= Q(state=state) & Q((f"{column}__lt", _days_before(today, days)))
    return found


def _days_before(today: datetime.date, days: int) -> datetime.datetime:
    day = today - datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time.min, ALMATY)


def to_note(acting: Acting, today: datetime.date) -> list[ReferralRow]:
    """Return what came back and was not taken note of yet."""
    rows = _with_parties(Referral.objects.visible_to(acting)).filter(
        state__in=ENDED, noted_at__isnull=True, sender_id=acting.organisation_id
    )
    return _rows(acting, list(rows.order_by("ended_at")[:MOST_WAITING]), today)


def expected_by(
    acting: Acting, until: datetime.datetime, today: datetime.date
) -> list[ReferralRow]:
    """Return the people with an appointment before a moment who have not come yet."""
    rows = _with_parties(Referral.objects.visible_to(acting)).filter(
        state=ReferralState.SCHEDULED, appointment_at__lt=until
    )
    return _rows(acting, list(rows.order_by("appointment_at")[:MOST_WAITING]), today)


def _with_parties(rows: ReferralQuerySet) -> ReferralQuerySet:
    return rows.select_related("sender", "recipient")


def _rows(acting: Acting, found: list[Referral], today: datetime.date) -> list[ReferralRow]:
    is_receiver = acting.scope is Scope.REFERRED
    files = {one.migrant_id for one in found if one.migrant_id}
    names = {} if is_receiver else main_names(acting, files)
    if found:
        audit.record(
            Verb.LISTED,
            by=acting,
            subject_type="referral",
            subject_ids=[one.pk for one in found],
            data_classes=[DataClass.REFERRAL, DataClass.IDENTITY],
            holders={one.pk: one.sender_id for one in found},
        )
    return [
        _row(one, _name(one, names, is_ours=not is_receiver), today, is_ours=not is_receiver)
        for one in found
    ]


def _name(one: Referral, names: dict[uuid.UUID, str], *, is_ours: bool) -> str:
    if not is_ours:
        return one.shown_name
    return names.get(one.migrant_id, "") if one.migrant_id else ""


def _row(one: Referral, name: str, today: datetime.date, *, is_ours: bool) -> ReferralRow:
    facts = facts_of(one)
    deadline = schedule.next_deadline(facts)
    due_on = deadline.on if deadline else None
    days_late = schedule.days_overdue(facts, today)
    return ReferralRow(
        id=one.pk,
        number=numbers.format_number(one.number),
        name=name,
        sender=one.sender.name,
        recipient=one.recipient.name,
        is_ours=is_ours,
        state=one.state,
        state_label=one.get_state_display(),
        tone=wording.TONES[one.state],
        priority=one.priority,
        priority_label=one.get_priority_display(),
        reason_label=one.what_for,
        moved_at=one.moved_at,
        appointment_at=one.appointment_at,
        due_on=due_on,
        days_late=days_late,
        due=wording.due(due_on, days_late),
    )


def last_step(acting: Acting, referral_id: uuid.UUID) -> ReferralStep | None:
    """Return what happened to a referral last."""
    steps = ReferralStep.objects.visible_to(acting).filter(referral_id=referral_id)
    return steps.select_related("by", "organisation").order_by("-id").first()


@dataclass(frozen=True)
class CaseReferralStep:
    """One step of one of a case's referrals, for the case's timeline."""

    at: datetime.datetime
    to_state: str
    state_label: str
    recipient: str
    note: str
    by: str
    organisation: str


def steps_of_case(acting: Acting, case_id: uuid.UUID) -> list[CaseReferralStep]:
    """Return the visible steps of all referrals of a case, in their order."""
    steps = ReferralStep.objects.visible_to(acting).filter(referral__case_id=case_id)
    return [
        CaseReferralStep(
            at=step.at,
            to_state=step.to_state,
            state_label=step.get_to_state_display(),
            recipient=step.referral.recipient.name,
            note=step.note,
            by=step.by.name if step.by else "",
            organisation=step.organisation.name if step.organisation else "",
        )
        for step in steps.select_related("referral__recipient", "by", "organisation").order_by("id")
    ]
