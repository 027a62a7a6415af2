"""How long a file is kept and what stands in the way, in plain words."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.permissions import DataClass
from cases import retention
from cases.retention import Act, Blocker, FileFacts

Words = str | Promise

WHY: dict[Blocker, Words] = {
    Blocker.HELD: _("A supervisor said that the file must stay."),
    Blocker.TB_CASE: _("A case of tuberculosis is open: the law wants it reported and treated."),
    Blocker.OPEN_CASE: _("A case is open. Close it first."),
    Blocker.OPEN_REFERRAL: _("A referral has not ended."),
    Blocker.OPEN_LETTER: _("A request to a consulate has not ended."),
    Blocker.MESSAGE_TO_COME: _("A message is still to go out."),
    Blocker.OPEN_REQUEST: _("The person asked something about their data; answer first."),
    Blocker.MEDICAL_RECORD: _("Medical records are kept for years by law."),
}


@dataclass(frozen=True)
class Keeping:
    """How long a file is kept: on which day what goes, or why nothing does yet."""

    thinned_on: datetime.date | None
    erased_on: datetime.date | None
    why_not: list[Words]


def explain(facts: FileFacts, acting: Acting) -> Keeping:
    """Return what will happen to a file, for its page."""
    days = {one.act: one.on for one in retention.coming(facts)}
    return Keeping(
        days.get(Act.THIN), days.get(Act.ERASE), in_words(retention.blockers(facts), acting)
    )


def in_words(blockers: tuple[Blocker, ...], acting: Acting) -> list[Words]:
    """Return why nothing may go, a sentence each; no illness to who may not read of it."""
    return [WHY[_told(blocker, acting)] for blocker in blockers]


def _told(blocker: Blocker, acting: Acting) -> Blocker:
    hides = blocker is Blocker.TB_CASE and DataClass.TB not in acting.reads
    return Blocker.OPEN_CASE if hides else blocker


def why_not(code: str, acting: Acting) -> Words:
    """Return in words what the database answered; a code without words is told as any refusal."""
    found = in_words(tuple(blocker for blocker in WHY if blocker == code), acting)
    return found[0] if found else _("This is not possible now. Nothing was changed.")
