"""Each role's home page: what needs me today."""

import datetime
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import Role
from cases import tasks_due
from desk.work import WorkSection, of_answer, of_appointment, of_referral, of_task
from referrals import queries
from referrals.states import ReferralState as S

# Asked for apart from those who did not come: among many open ones the few would be cut off.
ALREADY = (S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED, S.ARRIVED)
MISSED = (S.DID_NOT_ARRIVE,)


def sections_for(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Return what waits for this member, the most pressing first."""
    make = HOMES.get(acting.role)
    return make(acting, now) if make else []


def for_caseworker(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Answers that came back, people who did not come, tasks, silent referrals, drafts."""
    today = now.date()
    missed = queries.waiting(acting, MISSED, today)
    silent = [row for row in queries.waiting(acting, ALREADY, today) if row.days_late]
    drafts = queries.waiting(acting, (S.DRAFT,), today)
    return [
        WorkSection(
            title=_("Answers that came back"),
            icon="inbox",
            tone="success",
            items=[of_answer(row) for row in queries.to_note(acting, today)],
            empty_text=_("Nothing new. Answers of clinics appear here."),
        ),
        WorkSection(
            title=_("Did not come to the appointment"),
            icon="user-x",
            tone="danger",
            items=[of_referral(row) for row in missed],
            empty_text=_("Everybody came as far as we know."),
        ),
        WorkSection(
            title=_("To do"),
            icon="list-checks",
            tone="info",
            items=[of_task(row, today) for row in tasks_due.due(acting, today)],
            empty_text=_("Nothing is due in the next days. Tasks of your cases appear here."),
        ),
        WorkSection(
            title=_("Referrals without an answer in time"),
            icon="clock-alert",
            tone="attention",
            items=[of_referral(row) for row in silent],
            empty_text=_("Every referral is in time."),
        ),
        *_drafts(drafts),
    ]


def _drafts(rows: list[queries.ReferralRow]) -> list[WorkSection]:
    if not rows:
        return []
    return [
        WorkSection(
            title=_("Written but not sent"),
            icon="pencil",
            tone="neutral",
            items=[of_answer(row) for row in rows],
            empty_text="",
        )
    ]


def for_supervisor(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """What is late in the team: tasks, silent referrals, people who did not come."""
    today = now.date()
    open_ones = queries.waiting(acting, ALREADY, today)
    did_not_come = queries.waiting(acting, MISSED, today)
    late = [row for row in (*did_not_come, *open_ones) if row.days_late]
    missed = [row for row in did_not_come if not row.days_late]
    return [
        WorkSection(
            title=_("Referrals without an answer in time"),
            icon="clock-alert",
            tone="attention",
            items=[of_referral(row) for row in late],
            empty_text=_("Every referral of the team is in time."),
        ),
        WorkSection(
            title=_("Did not come to the appointment"),
            icon="user-x",
            tone="danger",
            items=[of_referral(row) for row in missed],
            empty_text=_("Everybody came as far as we know."),
        ),
        WorkSection(
            title=_("Late tasks of the team"),
            icon="list-checks",
            tone="info",
            items=[of_task(row, today) for row in tasks_due.late(acting, today)],
            empty_text=_("No task of the team is late."),
        ),
        WorkSection(
            title=_("Answers nobody has read yet"),
            icon="inbox",
            tone="success",
            items=[of_answer(row) for row in queries.to_note(acting, today)],
            empty_text=_("Every answer was read."),
        ),
    ]


def for_clinic(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Referrals to answer, people expected, those who did not come, answers owed."""
    today = now.date()
    tomorrow = datetime.datetime.combine(
        today + datetime.timedelta(days=1), datetime.time(), now.tzinfo
    )
    return [
        WorkSection(
            title=_("New referrals"),
            icon="inbox",
            tone="attention",
            items=[of_referral(r) for r in queries.waiting(acting, (S.SENT, S.RECEIVED), today)],
            empty_text=_("No new referrals."),
        ),
        WorkSection(
            title=_("Expected today, or earlier and not yet marked"),
            icon="calendar-clock",
            tone="info",
            items=[of_appointment(row) for row in queries.expected_by(acting, tomorrow, today)],
            empty_text=_("Nobody is expected today."),
        ),
        WorkSection(
            title=_("Accepted, still without an appointment"),
            icon="calendar-plus",
            tone="attention",
            items=[
                of_referral(r)
                for r in queries.waiting(acting, (S.ACCEPTED, S.DID_NOT_ARRIVE), today)
            ],
            empty_text=_("Everybody has an appointment."),
        ),
        WorkSection(
            title=_("Here now: an answer is owed"),
            icon="file-pen",
            tone="success",
            items=[of_referral(row) for row in queries.waiting(acting, (S.ARRIVED,), today)],
            empty_text=_("No answer is owed."),
        ),
    ]


HOMES: dict[Role, Callable[[Acting, datetime.datetime], list[WorkSection]]] = {
    Role.CASEWORKER: for_caseworker,
    Role.SUPERVISOR: for_supervisor,
    Role.CLINIC_STAFF: for_clinic,
}
