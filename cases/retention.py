"""How long a file is kept: what is left out, thinned or erased on which day, and what forbids it.

Data are kept no longer than their purpose asks (Personal data law of Kazakhstan, storage until
the purpose is reached, art. 12 and 18, not read word for word). The database asks the same rules
again before a row goes (`reports.erasure`).
"""

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What happens to a file, from the mildest to the last."""

    LEAVE = "leave"  # days of entry and exit go as soon as the last case is closed
    THIN = "thin"  # how to reach somebody, free words, messages
    ERASE = "erase"  # everything
    REQUEST = "request"  # everything, because the person asked for it


class Blocker(StrEnum):
    """Why nothing may go yet."""

    HELD = "held"
    TB_CASE = "tb_case"
    OPEN_CASE = "open_case"
    OPEN_REFERRAL = "open_referral"
    OPEN_LETTER = "open_letter"
    MESSAGE_TO_COME = "message_to_come"
    OPEN_REQUEST = "open_request"
    MEDICAL_RECORD = "medical_record"


@dataclass(frozen=True)
class Period:
    """Full months after the last day on which anything happened, and who says so."""

    months: int
    source: str


CARD = "Order of the Minister of Health on medical records (25 years, not read word for word)"
CARE = Period(60, "our decision: what a court may ask of a card without hospital care")
MEDICAL = Period(300, CARD)
SOON = Period(12, "our decision: a season, so that who comes back next year is met as known")
# By the kind of organisation that holds the file; a kind that is not named keeps as `ngo` does.
PERIODS: dict[str, dict[Act, Period]] = {
    "ngo": {Act.THIN: SOON, Act.ERASE: CARE},
    "community": {Act.THIN: SOON, Act.ERASE: CARE},
    "clinic": {Act.THIN: Period(24, "our decision: two rounds of follow-up"), Act.ERASE: MEDICAL},
}
# A sheet of a reception centre on somebody it let examine, after its end. No law seen.
SHEET = Period(36, "our decision: the term for complaints about detention")
DRAFT_DAYS = 30


@dataclass(frozen=True)
class FileFacts:
    """What the rules must know of a file; no name, no number."""

    kind: str
    last_on: datetime.date
    has_open_case: bool = False
    has_open_tb_case: bool = False
    has_open_referral: bool = False
    has_open_letter: bool = False
    has_message_to_come: bool = False
    has_open_request: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Due:
    """What will happen to a file, and the first day on which it may."""

    act: Act
    on: datetime.date


def months_of(kind: str, act: Act) -> int:
    """Return for how many months a kind of organisation keeps before an act."""
    return PERIODS.get(kind, PERIODS["ngo"])[act].months


def day_of(act: Act, facts: FileFacts) -> datetime.date:
    """Return the first day on which an act may happen if nothing forbids it then."""
    if act is Act.LEAVE or act is Act.REQUEST:
        return facts.last_on
    return _months_after(facts.last_on, months_of(facts.kind, act))


def blockers(facts: FileFacts) -> tuple[Blocker, ...]:
    """Return all that forbids thinning and erasing now, the weightiest first."""
    return tuple(_blockers(facts))


def coming(facts: FileFacts) -> tuple[Due, ...]:
    """Return what will happen on which day; nothing while anything forbids it."""
    if blockers(facts):
        return ()
    return tuple(Due(act, day_of(act, facts)) for act in (Act.THIN, Act.ERASE))


def due(facts: FileFacts, today: datetime.date) -> Act | None:
    """Return what is due today, the last act before the milder one; None where nothing is."""
    ripe = [one.act for one in coming(facts) if one.on <= today]
    return ripe[-1] if ripe else None


def leaves(facts: FileFacts) -> bool:
    """Say whether days of entry and exit go: at once when no case is open, save under a hold."""
    return not (facts.has_open_case or facts.is_held)


def forbids_erasure(facts: FileFacts, today: datetime.date) -> tuple[Blocker, ...]:
    """Return what forbids erasing because the person asks. Their own request is no obstacle.

    A clinic owes the law its records until their time is over.
    """
    found = [one for one in _blockers(facts) if one is not Blocker.OPEN_REQUEST]
    if facts.kind == "clinic" and today < day_of(Act.ERASE, facts):
        found.append(Blocker.MEDICAL_RECORD)
    return tuple(found)


def _blockers(facts: FileFacts) -> Iterator[Blocker]:
    if facts.is_held:
        yield Blocker.HELD
    if facts.has_open_tb_case:
        yield Blocker.TB_CASE
    elif facts.has_open_case:
        yield Blocker.OPEN_CASE
    for is_there, blocker in (
        (facts.has_open_referral, Blocker.OPEN_REFERRAL),
        (facts.has_open_letter, Blocker.OPEN_LETTER),
        (facts.has_message_to_come, Blocker.MESSAGE_TO_COME),
        (facts.has_open_request, Blocker.OPEN_REQUEST),
    ):
        if is_there:
            yield blocker


def _months_after(day: datetime.date, months: int) -> datetime.date:
    years, place = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, place + 1)[1]
    return datetime.date(years, place + 1, min(day.day, last))
