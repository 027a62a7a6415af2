"""How long a file is kept and what stands in the way, in plain words."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def explain(facts: FileFacts) -> Keeping:
    """Return what will happen to a file, for its page."""
    days = {one.act: one.on for one in retention.coming(facts)}
    return Keeping(days.get(Act.THIN), days.get(Act.ERASE), in_words(retention.blockers(facts)))


def in_words(blockers: tuple[Blocker, ...]) -> list[Words]:
    """Return why nothing may go, a sentence each."""
    return [WHY[blocker] for blocker in blockers]


def why_not(code: str) -> Words:
    """Return in words what the database answered; a code without words is told as any refusal."""
    found = [words for blocker, words in WHY.items() if blocker == code]
    return found[0] if found else _("This is not possible now. Nothing was changed.")
