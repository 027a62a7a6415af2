"""How a referral is put into words, buttons and a path."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases.consent_rules import Gap
from cases.models import Case
from referrals import directory
from referrals.choices import ServiceKind
from referrals.models import Referral, ReferralStep
from referrals.sheets import ReferralSheet
from referrals.states import ENDED, ReferralMove, ReferralState

Words = str | Promise

TONES: dict[str, str] = {
    "draft": "neutral",
    "sent": "info",
    "received": "info",
    "accepted": "success",
    "scheduled": "success",
    "arrived": "success",
    "completed": "success",
    "did_not_arrive": "attention",
    "declined": "attention",
    "redirected": "attention",
    "left_early": "danger",
    "cancelled": "ended",
    "expired": "danger",
}
MILESTONES = (
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.ACCEPTED,
    ReferralState.SCHEDULED,
    ReferralState.ARRIVED,
    ReferralState.COMPLETED,
)
LOOKS = {
    ReferralMove.SEND: ("send", "primary"),
    ReferralMove.RECEIVE: ("inbox", "primary"),
    ReferralMove.ACCEPT: ("check", "primary"),
    ReferralMove.DECLINE: ("x", "danger"),
    ReferralMove.REDIRECT: ("corner-up-right", "secondary"),
    ReferralMove.SCHEDULE: ("calendar-plus", "primary"),
    ReferralMove.ARRIVE: ("user-check", "primary"),
    ReferralMove.MISS: ("user-x", "secondary"),
    ReferralMove.COMPLETE: ("file-check", "primary"),
    ReferralMove.LEAVE_EARLY: ("door-open", "danger"),
    ReferralMove.CANCEL: ("undo-2", "danger"),
}
AT_ONCE = frozenset(
    {
        ReferralMove.SEND,
        ReferralMove.RECEIVE,
        ReferralMove.ACCEPT,
        ReferralMove.ARRIVE,
        ReferralMove.MISS,
    }
)
TB_SERVICES = frozenset({ServiceKind.TB_EXAMINATION, ServiceKind.TB_TREATMENT})
GAPS = {
    Gap.EXPIRED: _("The consent has run out."),
    Gap.WITHDRAWN: _("The consent was withdrawn."),
    Gap.NOT_YET_VALID: _("The consent does not hold yet."),
    Gap.RECIPIENT_NOT_NAMED: _("The consent does not name this receiver."),
    Gap.CLASS_NOT_COVERED: _("The consent does not cover everything you want to share."),
}


@dataclass(frozen=True)
class Button:
    """One move as a button: some are done at once, others ask for words first."""

    label: Words
    url: str
    icon: str
    tone: str
    is_post: bool


@dataclass(frozen=True)
class PathStep:
    """One milestone of a referral: done, current, todo or stopped."""

    label: Words
    state: str
    at: datetime.datetime | None


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened."""

    at: datetime.datetime
    icon: str
    tone: str
    title: Words
    detail: str
    by: str
    organisation: str


def gaps(found: Iterable[Gap]) -> list[Words]:
    """Return what the consent lacks, in sentences; nothing found means there is none."""
    said: list[Words] = [GAPS[gap] for gap in sorted(found)]
    return said or [_("No consent was recorded, and no ground in law was named.")]


def moves_of(sheet: ReferralSheet) -> list[Button]:
    """Return the reader's moves as buttons, the likely one first."""
    buttons = []
    for move in sheet.moves:
        icon, tone = LOOKS[move]
        is_again = move is ReferralMove.SCHEDULE and sheet.state == ReferralState.SCHEDULED
        buttons.append(
            Button(
                label=_("Move the appointment") if is_again else move.label,
                url=reverse(f"referrals:{move.value}", args=[sheet.id]),
                icon=icon,
                tone="secondary" if is_again else tone,
                is_post=move in AT_ONCE,
            )
        )
    order = {"primary": 0, "secondary": 1, "danger": 2}
    return sorted(buttons, key=lambda button: order[button.tone])


def buttons_of(sheet: ReferralSheet) -> list[Button]:
    """Return all that the reader can do from here: their moves, and what belongs beside them."""
    moves = moves_of(sheet)
    dangers = [button for button in moves if button.tone == "danger"]
    likely = [button for button in moves if button.tone != "danger"]
    return [*_after_the_end(sheet), *likely, *_beside(sheet), *dangers]


def _after_the_end(sheet: ReferralSheet) -> list[Button]:
    buttons = []
    if sheet.is_to_note:
        url = reverse("referrals:note", args=[sheet.id])
        buttons.append(Button(_("I have read it"), url, "check", "primary", is_post=True))
    if sheet.may_refer_again and sheet.case_id:
        label = _("Refer there") if sheet.redirected_to else _("Refer again or elsewhere")
        url = f"{reverse('referrals:write', args=[sheet.case_id])}?instead_of={sheet.id}"
        buttons.append(Button(label, url, "send", "secondary", is_post=False))
    return buttons


def _beside(sheet: ReferralSheet) -> list[Button]:
    buttons = []
    if ReferralMove.SEND in sheet.moves:
        url = reverse("referrals:change", args=[sheet.id])
        buttons.append(Button(_("Change"), url, "pencil", "secondary", is_post=False))
    if sheet.case_id:
        url = reverse("desk:case", args=[sheet.case_id])
        buttons.append(Button(_("Open the case"), url, "folder-open", "secondary", is_post=False))
    return buttons


def due(due_on: datetime.date | None, days_late: int) -> str:
    """Return until when something is in time, or how late it is."""
    if days_late:
        return ngettext("%(days)d day late", "%(days)d days late", days_late) % {"days": days_late}
    return (
        gettext("by %(day)s") % {"day": date_format(due_on, "SHORT_DATE_FORMAT")} if due_on else ""
    )


def why_not(last: ReferralStep | None, reader_id: uuid.UUID) -> str:
    """Return why a move was not open any more: what happened last, and by whom."""
    if last is None:
        return gettext("This is not possible now. Nothing was changed.")
    said = {"who": last.by or last.organisation or "—", "move": last.get_move_display()}
    if last.by_id == reader_id:
        return gettext("You did “%(move)s” before. Nothing was done twice.") % said
    return gettext("Somebody was faster: %(who)s, “%(move)s”. Nothing of yours was changed.") % said


def path_of(sheet: ReferralSheet) -> list[PathStep]:
    """Return the way from sending to the answer, and where it stands or stopped."""
    reached = {step.to_state: step.at for step in sheet.steps}
    steps = [
        PathStep(label=state.label, state="done", at=reached[state])
        for state in MILESTONES
        if state in reached
    ]
    state = ReferralState(sheet.state)
    if state in MILESTONES:
        if state is not ReferralState.COMPLETED:
            now = steps[-1]
            steps[-1] = PathStep(label=now.label, state="current", at=now.at)
    elif state is not ReferralState.DRAFT:
        mark = "stopped" if state in ENDED else "current"
        steps.append(PathStep(label=state.label, state=mark, at=reached.get(state)))
    if state in ENDED:
        return steps
    return steps + [
        PathStep(label=one.label, state="todo", at=None)
        for one in MILESTONES
        if one not in reached or (one is ReferralState.SCHEDULED and state == "did_not_arrive")
    ]


def timeline_of(sheet: ReferralSheet) -> list[TimelineEntry]:
    """Return every step, newest first, with its note."""
    return [
        TimelineEntry(
            at=step.at,
            icon=LOOKS[ReferralMove(step.move)][0] if step.by else "hourglass",
            tone=TONES[step.to_state],
            title=ReferralState(step.to_state).label,
            detail=step.note,
            by=step.by.name if step.by else "",
            organisation=step.organisation.name if step.organisation else "",
        )
        for step in reversed(sheet.steps)
    ]


def usual_terms(acting: Acting, case: Case, service_id: str) -> dict[str, Any]:
    """Return what most referrals say; the sender changes what differs here."""
    shared = ["identity", "contact", "health"]
    if acting.membership.may_see_tb and case.kind == "tuberculosis":
        shared.append("tb")
    speaks = {case.migrant.language, *case.migrant.other_languages}
    return {
        "shared": shared,
        "needs_interpreter": not speaks & {"ru", "kk"},
        "service": service_id or None,
    }


def as_typed(referral: Referral) -> dict[str, Any]:
    """Return a draft's values as the form shows them."""
    return _asked(referral) | {
        "service": referral.service_id,
        "submission": referral.submission,
    }


def asked_before(acting: Acting, earlier: Referral | None) -> dict[str, Any]:
    """Return what a referral that did not work out asked, to ask it of somebody else."""
    if earlier is None:
        return {}
    service = directory.service_at(acting, earlier) if earlier.redirected_to_id else None
    return _asked(earlier) | {"service": service.pk if service else None}


def _asked(referral: Referral) -> dict[str, Any]:
    return {
        "reason": referral.reason,
        "priority": referral.priority,
        "asked": referral.asked,
        "shared": referral.data_classes,
        "needs_interpreter": referral.needs_interpreter,
    }


def appointment_before(referral: Referral) -> dict[str, Any]:
    """Return an earlier appointment as the form shows it; a missed day is not offered again."""
    place = {"place": referral.appointment_place}
    if referral.state != ReferralState.SCHEDULED or referral.appointment_at is None:
        return place
    moment = localtime(referral.appointment_at)
    return place | {"on": moment.date(), "at": moment.time()}


def concerns_tb(referral: Referral) -> bool:
    """Say whether the answer is likely about TB: then it is ticked, and a slip hides too much."""
    is_for_tb = referral.service is not None and referral.service.kind in TB_SERVICES
    return is_for_tb or DataClass.TB in referral.data_classes


def address(referral_id: uuid.UUID) -> str:
    """Return where a referral is read."""
    return reverse("referrals:referral", args=[referral_id])
