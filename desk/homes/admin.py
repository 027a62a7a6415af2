"""The administrator's home: the report to close, people and agreements that wait, what is missing."""

import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.queries import open_invitations
from cases import agreements, glass
from desk.figures import FigureBlock
from desk.work import WorkItem, WorkSection
from desk.work_admin import of_agreement, of_invitation
from desk.work_glass import of_glass_to_confirm
from reports import export_queries, overview, quality
from reports.months import Month, month_of
from reports.tables import Figure


def for_admin(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """The report of the month that is over, where anything happened in it, and who waits."""
    today = now.date()
    last = overview.month_line(acting, month_of(now).plus(-1), now)
    return [
        *_opened_in_emergency(acting, now),
        WorkSection(
            title=_("Monthly report"),
            icon="file-text",
            tone="attention",
            items=[] if last.is_empty else [_report(last.month)],
            empty_text=_("Nothing to close. When a month is over, its report appears here."),
        ),
        *_exports(acting),
        *_agreements(acting, today),
        *_invitations(acting, now),
    ]


def _agreements(acting: Acting, today: datetime.date) -> list[WorkSection]:
    """What another organisation proposes, and what ends within 30 days; nothing if there is none."""
    waiting = agreements.waiting_for(acting, today)
    if not waiting:
        return []
    return [
        WorkSection(
            title=_("Agreements that need you"),
            icon="handshake",
            tone="attention",
            items=[of_agreement(row) for row in waiting],
            empty_text="",
        )
    ]


def _invitations(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Whom nobody has heard from since they were invited; nothing if there is none."""
    waiting = open_invitations(acting, now)
    if not waiting:
        return []
    return [
        WorkSection(
            title=_("Invitations not answered yet"),
            icon="mail",
            tone="info",
            items=[of_invitation(row) for row in waiting],
            empty_text="",
        )
    ]


def _opened_in_emergency(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    count, late = len(glass.to_confirm(acting, now)), glass.unreviewed_and_late(acting, now)
    if not count and not late:
        return []
    return [
        WorkSection(
            title=_("Opened in an emergency: look whether it was right"),
            icon="siren",
            tone="danger",
            items=[of_glass_to_confirm(count, late)],
            empty_text="",
        )
    ]


def figures_for_admin(acting: Acting, now: datetime.datetime) -> list[FigureBlock]:
    """This month so far, and what is missing in the files."""
    this = overview.month_line(acting, month_of(now), now)
    return [
        FigureBlock(_("This month so far"), _so_far(this)),
        FigureBlock(_("Missing in the files"), quality.gaps(acting, now)),
    ]


def _exports(acting: Acting) -> list[WorkSection]:
    count = export_queries.count_to_decide(acting)
    if not count:
        return []
    item = WorkItem(
        url=reverse("reports:exports_to_release"),
        title=_("A supervisor wants to take people and cases out as a file"),
        detail=_("Release it or refuse it."),
    )
    return [WorkSection(_("Files to release"), "download", "attention", [item], "")]


def _report(month: Month) -> WorkItem:
    name = date_format(month.first_day, "YEAR_MONTH_FORMAT")
    return WorkItem(
        url=reverse("reports:monthly", args=[month]),
        title=_("The report is ready: %(month)s") % {"month": name},
        detail=_("Look it through, then download it."),
    )


def _so_far(line: overview.MonthLine) -> tuple[Figure, ...]:
    return (
        Figure(_("People registered"), line.people),
        Figure(_("Cases opened"), line.opened),
        Figure(_("Cases closed"), line.closed),
        Figure(_("Referrals sent"), line.sent),
    )
