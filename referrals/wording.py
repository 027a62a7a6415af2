"""How a referral is put into words, a path and a timeline."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.consent_rules import Gap
from referrals.buttons import ICONS
from referrals.choices import TakenBack
from referrals.models import ReferralStep
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
THEM = _("this organisation")
GAPS = {
    Gap.EXPIRED: _("The consent has run out."),
    Gap.WITHDRAWN: _("The consent was withdrawn."),
    Gap.NOT_YET_VALID: _("The consent does not hold yet."),
    Gap.RECIPIENT_NOT_NAMED: _("The consent does not name this receiver."),
    Gap.NO_AGREEMENT: _(
        "The consent names only the kind of organisation, and there is no agreement with %(name)s"
        " about all of this yet. Ask the person to agree to %(name)s by name, or ask your"
        " administrator."
    ),
    Gap.CLASS_NOT_COVERED: _("The consent does not cover everything you want to share."),
}


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


def gaps(found: Iterable[Gap], recipient: Words = THEM) -> list[Words]:
    """Return what the consent lacks, in sentences; nothing found means there is none."""
    said: list[Words] = [
        GAPS[gap] % {"name": recipient} if gap is Gap.NO_AGREEMENT else GAPS[gap]
        for gap in sorted(found)
    ]
    return said or [_("No consent was recorded, and no ground in law was named.")]


def lacks_of(sheet: ReferralSheet) -> list[Words]:
    """Return what must be settled before a draft can be sent; nothing for all that was sent."""
    is_uncovered = sheet.state == ReferralState.DRAFT and not sheet.rests_on
    return gaps(sheet.lacks, sheet.recipient) if is_uncovered else []


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
            icon=ICONS[ReferralMove(step.move)] if step.by else "hourglass",
            tone=TONES[step.to_state],
            title=ReferralState(step.to_state).label,
            detail=note_of(sheet, step),
            by=step.by.name if step.by else "",
            organisation=step.organisation.name if step.organisation else "",
        )
        for step in reversed(sheet.steps)
    ]


def note_of(sheet: ReferralSheet, step: ReferralStep) -> str:
    """Return what was written at a step; a centre takes back with a coded word."""
    if sheet.is_from_custody and step.move == ReferralMove.CANCEL:
        return str(TakenBack(step.note).label)
    return step.note


def address(referral_id: uuid.UUID) -> str:
    """Return where a referral is read."""
    return reverse("referrals:referral", args=[referral_id])
