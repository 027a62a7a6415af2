"""The caseworker's home: answers, people who did not come, tasks, silent referrals, drafts."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from cases import tasks_due
from desk.work import WorkSection, of_answer, of_referral, of_reminder, of_task
from referrals import queries
from referrals.states import ReferralState as S
from reminders import queries as reminders

# Asked for apart from those who did not come: among many open ones the few would be cut off.
ALREADY = (S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED, S.ARRIVED)
MISSED = (S.DID_NOT_ARRIVE,)


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
            title=_("Messages that did not arrive"),
            icon="message-square-warning",
            tone="danger",
            items=[of_reminder(row) for row in reminders.needing_a_hand(acting, now)],
            empty_text=_("Everybody who is expected can be reached."),
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
