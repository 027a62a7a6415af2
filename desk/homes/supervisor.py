"""The supervisor's home: what is late in the team."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from cases import data_requests, glass, tasks_due
from cases.left_behind import left_cases
from cases.lift_requests import lift_requests
from desk.homes.caseworker import ALREADY, MISSED
from desk.work import (
    WorkSection,
    of_answer,
    of_data_request,
    of_left_case,
    of_lift_request,
    of_referral,
    of_reminder,
    of_task,
)
from desk.work_glass import of_broken_glass
from referrals import queries
from reminders import queries as reminders


def for_supervisor(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """What is late in the team: tasks, silent referrals, people who did not come."""
    today = now.date()
    did_not_come = queries.waiting(acting, MISSED, today)
    late = [row for row in did_not_come if row.days_late]
    late += queries.late(acting, ALREADY, today)
    missed = [row for row in did_not_come if not row.days_late]
    return [
        *_opened_in_emergency(acting, now),
        *_to_decide(acting),
        *_left_behind(acting),
        *_asked_about_data(acting, today),
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
            title=_("Messages that did not arrive"),
            icon="message-square-warning",
            tone="danger",
            items=[of_reminder(row) for row in reminders.needing_a_hand(acting, now)],
            empty_text=_("Everybody who is expected can be reached."),
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


def _opened_in_emergency(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    items = [of_broken_glass(row) for row in glass.to_review(acting, now) if not row.is_mine]
    if not items:
        return []
    return [
        WorkSection(
            title=_("Opened in an emergency: look whether it was right"),
            icon="siren",
            tone="danger",
            items=items,
            empty_text="",
        )
    ]


def _to_decide(acting: Acting) -> list[WorkSection]:
    asked = lift_requests(acting)
    if not asked:
        return []
    return [
        WorkSection(
            title=_("Somebody asks for contact with the own state again"),
            icon="hand",
            tone="attention",
            items=[of_lift_request(row) for row in asked],
            empty_text="",
        )
    ]


def _left_behind(acting: Acting) -> list[WorkSection]:
    left = left_cases(acting)
    if not left:
        return []
    return [
        WorkSection(
            title=_("Cases whose caseworker works here no more"),
            icon="user-x",
            tone="danger",
            items=[of_left_case(row) for row in left],
            empty_text="",
        )
    ]


def _asked_about_data(acting: Acting, today: datetime.date) -> list[WorkSection]:
    asked = data_requests.open_requests(acting, today)
    if not asked:
        return []
    return [
        WorkSection(
            title=_("People ask about their own data"),
            icon="scale",
            tone="attention",
            items=[of_data_request(row) for row in asked],
            empty_text="",
        )
    ]
