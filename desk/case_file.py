"""The case file's buttons, what is still to be done, and who else may see it."""

import datetime
import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import Permission
from cases.choices import ConsentPurpose
from cases.consents import shared_labels
from cases.documents import DocumentRow, documents_of_case
from cases.sheets import CaseSheet
from cases.states import CaseMove, moves_open_to
from desk import work
from referrals import envelope_access, envelope_queries
from referrals import queries as referral_queries
from reminders.queries import ReminderRow, are_stopped, reminders_of_case

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


@dataclass(frozen=True)
class OpenTask:
    """Something still to be done for the case."""

    id: uuid.UUID
    label: str
    text: str
    when: str
    is_late: bool


@dataclass(frozen=True)
class Access:
    """One organisation that sees the case, or saw it."""

    organisation: str
    shared: list[Words]
    since: datetime.datetime
    ends_at: datetime.datetime | None
    has_ended: bool
    why_ended: str


@dataclass(frozen=True)
class CaseMessages:
    """The messages of the case, and whether any go to the person at all."""

    rows: list[ReminderRow]
    are_stopped: bool
    may_stop: bool


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
    acts = [
        Button(label=label, url=reverse(name, args=[sheet.id]), icon=icon, tone=tone)
        for permission, name, icon, tone, label in ACTS
        if acting.may(permission)
    ]
    return acts + _letter(acting, sheet)


def _letter(acting: Acting, sheet: CaseSheet) -> list[Button]:
    """Offer to write to the consulate where the person's state has one and contact is allowed."""
    if not (sheet.is_ours and envelope_access.may_write(acting, sheet.person.id)):
        return []
    url = reverse("referrals:write_envelope", args=[sheet.id])
    return [Button(label=_("Write to the consulate"), url=url, icon="mail")]


def moves_on(acting: Acting, sheet: CaseSheet) -> list[Button]:
    """Return the case's moves that the reader has."""
    if not (sheet.is_ours and acting.may(Permission.MOVE_CASE)):
        return []
    return _correction(acting, sheet) + [
        Button(
            label=move.label,
            url=reverse(f"cases:{move.value}", args=[sheet.id]),
            icon=MOVE_ICONS[move],
            is_post=move is CaseMove.RESUME,
        )
        for move in moves_open_to(sheet.state)
    ]


def _correction(acting: Acting, sheet: CaseSheet) -> list[Button]:
    if not (sheet.shows_kind and acting.may(Permission.OPEN_CASE)):
        return []
    url = reverse("cases:change_case", args=[sheet.id])
    return [Button(label=_("Correct what it is about"), url=url, icon="pencil")]


def referral_items(acting: Acting, case_id: uuid.UUID, today: datetime.date) -> list[work.WorkItem]:
    """Return the referrals of the case that the reader may see, each with where it stands."""
    rows = referral_queries.referrals_of_case(acting, case_id, today)
    return [work.of_case_referral(row) for row in rows]


def envelope_items(acting: Acting, case_id: uuid.UUID) -> list[work.WorkItem]:
    """Return what was sent to consulates about the case, each with where it stands."""
    rows = envelope_queries.envelopes_of_case(acting, case_id)
    return [work.of_case_envelope(row) for row in rows]


def documents_of(acting: Acting, sheet: CaseSheet) -> list[DocumentRow] | None:
    """Return the documents of the case; None for who has none of others' and adds none."""
    if not acting.may(Permission.SEE_DOCUMENT):
        return None
    rows = documents_of_case(acting, sheet.id)
    return rows if sheet.is_ours or rows else None


def may_add_documents(acting: Acting, sheet: CaseSheet) -> bool:
    """Say whether the reader may add a document to this case now."""
    return sheet.is_ours and sheet.state != "closed" and acting.may(Permission.ADD_DOCUMENT)


def messages_of(acting: Acting, sheet: CaseSheet, now: datetime.datetime) -> CaseMessages | None:
    """Return the messages of the case; None for who has nothing to do with them."""
    if not (sheet.is_ours and acting.may(Permission.SEE_REMINDERS)):
        return None
    return CaseMessages(
        rows=reminders_of_case(acting, sheet.id, now),
        are_stopped=are_stopped(acting, sheet.person.id),
        may_stop=sheet.person.is_ours and acting.may(Permission.STOP_REMINDERS),
    )


def open_tasks(sheet: CaseSheet, today: datetime.date) -> list[OpenTask]:
    """Return what is still to be done, the most pressing first."""
    return [
        OpenTask(
            id=task.pk,
            label=task.get_kind_display(),
            text=task.text,
            when=work.late((today - task.due_on).days)
            if task.is_late(today)
            else work.by(task.due_on),
            is_late=task.is_late(today),
        )
        for task in sheet.tasks
        if task.done_at is None
    ]


def access_to(sheet: CaseSheet, now: datetime.datetime) -> list[Access]:
    """Return who else sees the case or saw it, what of it, and until when."""
    return [
        Access(
            organisation=grant.organisation.name,
            shared=shared_labels(grant.data_classes),
            since=grant.granted_at,
            ends_at=grant.ends_at,
            has_ended=grant.ends_at is not None and grant.ends_at <= now,
            why_ended=grant.get_end_reason_display(),
        )
        for grant in sheet.grants
    ]


def consent_at_a_glance(sheet: CaseSheet, today: datetime.date) -> Glance:
    """Return the best of what allows the case to be shared; consent to other things does not."""
    states = {"active": "ok", "expiring": "expiring"}
    to_care = [consent for consent in sheet.consents if consent.purpose == ConsentPurpose.CARE]
    for consent in to_care:
        if consent.state in states:
            text = ", ".join(str(one) for one in consent.recipients)
            return Glance(state=states[consent.state], text=text, until=consent.expires_on)
    for basis in sheet.legal_bases:
        if basis.ends_on >= today:
            return Glance(state="basis", text=basis.get_kind_display(), until=basis.ends_on)
    if any(consent.state == "withdrawn" for consent in to_care):
        return Glance(state="withdrawn", text=_("Nobody outside sees this case any more."))
    return Glance(state="missing", text=_("Nothing may be shared before it is given."))
