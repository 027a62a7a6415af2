"""Everything that happened on a case and that the reader may see, newest first."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.models import SymptomScreen
from cases.sheets import CaseSheet
from cases.states import CaseState
from referrals.envelope_queries import CaseEnvelopeStep
from referrals.envelope_wording import TONES as ENVELOPE_TONES
from referrals.queries import CaseReferralStep
from referrals.wording import TONES

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime.datetime
    icon: str
    tone: str
    title: Words
    detail: Words = ""
    by: str = ""
    organisation: str = ""


def timeline(
    sheet: CaseSheet,
    steps: list[CaseReferralStep],
    letters: Sequence[CaseEnvelopeStep] = (),
) -> list[Entry]:
    """Merge what the rooms wrote down into one line of time."""
    told = (_opened(sheet), _agreed(sheet), _written(sheet), _moved(sheet), _referred(steps))
    entries = [entry for part in (*told, _posted(letters)) for entry in part]
    # Turned round after sorting: of two at the same moment, the one that follows stands first.
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _opened(sheet: CaseSheet) -> Iterator[Entry]:
    yield Entry(
        at=sheet.opened_at,
        icon="folder-plus",
        tone="neutral",
        title=_("The case was opened"),
        organisation=sheet.holder,
    )


def _agreed(sheet: CaseSheet) -> Iterator[Entry]:
    for consent in sheet.consents:
        recipients = ", ".join(str(one) for one in consent.recipients)
        yield Entry(consent.recorded_at, "shield-check", "success", _("Consent given"), recipients)
        if consent.withdrawn_at:
            yield Entry(consent.withdrawn_at, "shield-off", "danger", _("Consent withdrawn"))
    for basis in sheet.legal_bases:
        title = _("Another ground in law: %(kind)s") % {"kind": basis.get_kind_display()}
        yield Entry(basis.recorded_at, "scale", "info", title, basis.reason)


def _written(sheet: CaseSheet) -> Iterator[Entry]:
    for note in sheet.notes:
        yield Entry(
            at=note.written_at,
            icon="notebook-pen",
            tone="neutral",
            title=_("Note"),
            detail=note.text,
            by=note.author.name,
        )
    for task in sheet.tasks:
        if task.done_at:
            yield Entry(
                at=task.done_at,
                icon="check",
                tone="success",
                title=_("Done: %(task)s") % {"task": task.get_kind_display()},
                detail=task.text,
            )
    for screen in sheet.screens or []:
        tone, detail = _screened(screen)
        yield Entry(
            at=screen.recorded_at,
            icon="stethoscope",
            tone=tone,
            title=_("Questions on TB symptoms"),
            detail=detail,
        )


def _screened(screen: SymptomScreen) -> tuple[str, str]:
    if screen.is_positive:
        return "attention", _("At least one answer was yes: a test is needed.")
    if screen.is_unanswered:
        return "attention", _("Still to be asked")
    return "success", _("No answer was yes.")


def _moved(sheet: CaseSheet) -> Iterator[Entry]:
    for step in sheet.steps:
        yield Entry(
            at=step.at,
            icon="folder-sync",
            tone="ended" if step.to_state == CaseState.CLOSED else "info",
            title=_("The case is now: %(state)s.") % {"state": CaseState(step.to_state).label},
            detail=step.reason,
            by=step.by.name,
        )


def _referred(steps: list[CaseReferralStep]) -> Iterator[Entry]:
    for step in steps:
        yield Entry(
            at=step.at,
            icon="send",
            tone=TONES[step.to_state],
            title=_("Referral to %(name)s: %(state)s")
            % {"name": step.recipient, "state": step.state_label},
            detail=step.note,
            by=step.by,
            organisation=step.organisation,
        )


def _posted(letters: Sequence[CaseEnvelopeStep]) -> Iterator[Entry]:
    for step in letters:
        yield Entry(
            at=step.at,
            icon="mail",
            tone=ENVELOPE_TONES[step.to_state],
            title=_("Request to %(name)s: %(state)s")
            % {"name": step.consulate, "state": step.state_label},
            detail=step.detail,
            organisation=step.organisation,
        )
