"""What waits on a home page: sections of items, each leading to where it is done."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.data_requests import SaidRequest
from cases.left_behind import LeftCase
from cases.lift_requests import LiftRequest
from cases.tasks_due import TaskRow
from referrals.envelope_queries import EnvelopeRow
from referrals.queries import ReferralRow
from referrals.wording import TONES
from reminders.queries import ReminderRow

Words = str | Promise


@dataclass(frozen=True)
class WorkItem:
    """One thing that needs the reader."""

    url: str
    title: Words
    detail: Words = ""
    when: Words = ""
    tone: str = ""
    badge: Words = ""


@dataclass(frozen=True)
class WorkSection:
    """Things of one kind, or the sentence that there are none."""

    title: Words
    icon: str
    tone: str
    items: list[WorkItem]
    empty_text: Words


def of_referral(row: ReferralRow) -> WorkItem:
    """Return a referral as something to do."""
    place = row.recipient if row.is_ours else row.sender
    return WorkItem(
        url=reverse("referrals:referral", args=[row.id]),
        title=row.name or row.number,
        detail=f"{place} · {row.reason_label}",
        when=late(row.days_late) if row.days_late else by(row.due_on),
        tone="danger" if row.priority == "stat" else "attention" if row.days_late else _tone(row),
        badge=row.priority_label if row.priority != "routine" else row.state_label,
    )


def _tone(row: ReferralRow) -> str:
    return TONES[row.state]


def of_appointment(row: ReferralRow) -> WorkItem:
    """Return an expected person with the hour of the appointment."""
    moment = localtime(row.appointment_at) if row.appointment_at else None
    return WorkItem(
        url=reverse("referrals:referral", args=[row.id]),
        title=row.name or row.number,
        detail=f"{row.recipient if row.is_ours else row.sender} · {row.reason_label}",
        when=date_format(moment, "SHORT_DATETIME_FORMAT") if moment else "",
        tone="attention" if row.days_late else "",
        badge=row.state_label if row.days_late else "",
    )


def of_answer(row: ReferralRow) -> WorkItem:
    """Return a referral that came back."""
    return WorkItem(
        url=reverse("referrals:referral", args=[row.id]),
        title=row.name or row.number,
        detail=f"{row.recipient} · {row.reason_label}",
        when=date_format(localtime(row.moved_at), "SHORT_DATE_FORMAT"),
        tone=TONES[row.state],
        badge=row.state_label,
    )


def of_case_referral(row: ReferralRow) -> WorkItem:
    """Return a referral as its own case's page shows it: the other side comes first."""
    ended = date_format(localtime(row.moved_at), "SHORT_DATE_FORMAT")
    appointed = row.appointment_at if row.state == "scheduled" else None
    return WorkItem(
        url=reverse("referrals:referral", args=[row.id]),
        title=row.recipient if row.is_ours else row.sender,
        detail=row.reason_label,
        when=_when(row.days_late, appointed) or by(row.due_on) or ended,
        tone="attention" if row.days_late else _tone(row),
        badge=row.state_label,
    )


def _when(days_late: int, appointed: datetime.datetime | None) -> str:
    if days_late:
        return late(days_late)
    return date_format(localtime(appointed), "SHORT_DATETIME_FORMAT") if appointed else ""


def of_task(row: TaskRow, today: datetime.date) -> WorkItem:
    """Return a task on a case."""
    days = (today - row.due_on).days
    return WorkItem(
        url=reverse("desk:case", args=[row.case_id]),
        title=row.name or row.number,
        detail=f"{row.kind}: {row.text}" if row.text else row.kind,
        when=late(days) if days > 0 else by(row.due_on),
        tone="attention" if days > 0 else "",
    )


def of_envelope(row: EnvelopeRow) -> WorkItem:
    """Return a request to a consulate as either side's home page shows it."""
    return WorkItem(
        url=reverse("referrals:envelope", args=[row.id]),
        title=row.name,
        detail=f"{row.request} · {row.sender}",
        when=by(localtime(row.expires_at).date()),
        tone=row.tone,
        badge=row.state_label,
    )


def of_consulates_answer(row: EnvelopeRow) -> WorkItem:
    """Return a consulate's answer, or its silence, to whoever wrote."""
    came = row.answered_at or row.expires_at
    return WorkItem(
        url=reverse("referrals:envelope", args=[row.id]),
        title=row.name,
        detail=f"{row.consulate} · {row.request}",
        when=date_format(localtime(came), "SHORT_DATE_FORMAT"),
        tone=row.tone,
        badge=row.state_label,
    )


def of_case_envelope(row: EnvelopeRow) -> WorkItem:
    """Return a request as its own case's page shows it."""
    return WorkItem(
        url=reverse("referrals:envelope", args=[row.id]),
        title=row.consulate,
        detail=row.request,
        when=date_format(localtime(row.sent_at), "SHORT_DATE_FORMAT"),
        tone=row.tone,
        badge=row.state_label,
    )


def of_lift_request(row: LiftRequest) -> WorkItem:
    """Return a request to allow contact with the own state again, for whoever decides."""
    return WorkItem(
        url=reverse("cases:migrant", args=[row.migrant_id]),
        title=row.name or "—",
        detail=f"{row.asked_by} · {row.reason}",
        when=date_format(localtime(row.asked_at), "SHORT_DATE_FORMAT"),
        tone="attention",
    )


def of_left_case(row: LeftCase) -> WorkItem:
    """Return an open case that nobody looks after, leading to where it is handed over."""
    return WorkItem(
        url=reverse("cases:assign", args=[row.case_id]),
        title=row.name or row.number,
        detail=_("Was kept by %(name)s. Give it to a colleague.") % {"name": row.caseworker},
        tone="danger",
    )


def of_data_request(row: SaidRequest) -> WorkItem:
    """Return what a person asks about their own data, with the day by which it is owed."""
    return WorkItem(
        url=reverse("desk:rights", args=[row.migrant_id]),
        title=row.name or "—",
        detail=row.kind_label,
        when=late(row.days_late) if row.days_late else by(row.due_on),
        tone="danger" if row.days_late else "attention",
        badge=row.state_label,
    )


def of_reminder(row: ReminderRow) -> WorkItem:
    """Return a message that did not arrive, or cannot be sent, with what to do instead."""
    moment = date_format(localtime(row.appointment_at or row.at), "SHORT_DATETIME_FORMAT")
    return WorkItem(
        url=reverse("desk:case", args=[row.case_id]),
        title=row.name or row.number,
        detail=f"{row.about}: {row.to_do or row.why}",
        when=moment,
        tone=row.tone,
        badge=row.state_label,
    )


def late(days: int) -> str:
    """Return how late something is."""
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def by(day: datetime.date | None) -> str:
    """Return until when something is in time."""
    return _("by %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")} if day else ""
