"""The case file's buttons and its glance at consent."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import Permission
from cases.sheets import CaseSheet
from cases.states import CaseMove, moves_open_to

Words = str | Promise


@dataclass(frozen=True)
class Button:
    """Something the reader may do with the case."""

    label: Words
    url: str
    icon: str
    tone: str = "secondary"
    is_post: bool = False


@dataclass(frozen=True)
class Glance:
    """Whether the case may be shared, at a glance."""

    state: str
    text: Words
    until: datetime.date | None = None


ACTS = (
    (Permission.SEND_REFERRAL, "referrals:write", "send", "primary", _("Refer")),
    (Permission.ADD_NOTE, "cases:add_note", "notebook-pen", "secondary", _("Write a note")),
    (Permission.KEEP_TASKS, "cases:add_task", "list-plus", "secondary", _("Add a task")),
    (Permission.ASSIGN_CASE, "cases:assign", "user-cog", "secondary", _("Give to a colleague")),
)
MOVE_ICONS = {
    CaseMove.PAUSE: "pause",
    CaseMove.RESUME: "play",
    CaseMove.CLOSE: "folder-check",
    CaseMove.REOPEN: "folder-open",
}


def acts_on(acting: Acting, sheet: CaseSheet) -> list[Button]:
    """Return what the reader may do with an open case, and only that."""
    if sheet.state == "closed":
        return []
    return [
        Button(label=label, url=reverse(name, args=[sheet.id]), icon=icon, tone=tone)
        for permission, name, icon, tone, label in ACTS
        if acting.may(permission)
    ]


def moves_on(acting: Acting, sheet: CaseSheet) -> list[Button]:
    """Return the case's moves that the reader has."""
    if not (sheet.is_ours and acting.may(Permission.MOVE_CASE)):
        return []
    correct = Button(
        label=_("Correct what it is about"),
        url=reverse("cases:change_case", args=[sheet.id]),
        icon="pencil",
    )
    return [correct] + [
        Button(
            label=move.label,
            url=reverse(f"cases:{move.value}", args=[sheet.id]),
            icon=MOVE_ICONS[move],
            is_post=move is CaseMove.RESUME,
        )
        for move in moves_open_to(sheet.state)
    ]


def consent_at_a_glance(sheet: CaseSheet, today: datetime.date) -> Glance:
    """Return the best of what allows the case to be shared."""
    states = {"active": "ok", "expiring": "expiring"}
    for consent in sheet.consents:
        if consent.state in states:
            text = ", ".join(str(one) for one in consent.recipients)
            return Glance(state=states[consent.state], text=text, until=consent.expires_on)
    for basis in sheet.legal_bases:
        if basis.ends_on >= today:
            return Glance(state="basis", text=basis.get_kind_display(), until=basis.ends_on)
    if any(consent.state == "withdrawn" for consent in sheet.consents):
        return Glance(state="withdrawn", text=_("Nobody outside sees this case any more."))
    return Glance(state="missing", text=_("Nothing may be shared before it is given."))
