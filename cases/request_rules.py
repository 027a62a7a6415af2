"""What a person may ask about their own data, by when it is owed, and how it moves."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.working_days import working_days_after


class RequestKind(models.TextChoices):
    """What is asked for."""

    COPY = "copy", _("A copy of what is stored")
    CORRECTION = "correction", _("A correction")
    ERASURE = "erasure", _("To erase everything")


class RequestState(models.TextChoices):
    """Where a request stands. What was erased leaves no request behind."""

    ASKED = "asked", pgettext_lazy("data request", "To be decided")
    AGREED = "agreed", pgettext_lazy("data request", "Agreed, not erased yet")
    DONE = "done", pgettext_lazy("data request", "Done")
    REFUSED = "refused", pgettext_lazy("data request", "Refused")


class AskedHow(models.TextChoices):
    """How the person asked."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    TRUSTED = "trusted", _("Through a person they trust")


class RefusalGround(models.TextChoices):
    """What in law allows a refusal. Each was told to us by its name; none was read word for word."""

    NOTIFICATION = "notification", _("Tuberculosis is reported and treated by law")
    MEDICAL_RECORD = "medical_record", _("Medical records are kept for years by law")
    COURT = "court", _("A court or an inquiry needs the file")
    OTHERS = "others", _("It would show data about another person")
    IT_IS_RIGHT = "it_is_right", _("What is stored was checked and is right")
    UNKNOWN_PERSON = "unknown_person", _("It is not certain who asks")


class RequestMove(StrEnum):
    """What can be done with a request."""

    AGREE = "agree"
    FINISH = "finish"
    REFUSE = "refuse"


class NoSuchMove(ValueError):
    """The request does not move like this from where it stands."""


@dataclass(frozen=True)
class Term:
    """Working days from the day of asking, and who says so."""

    working_days: int
    source: str


# Articles 24 and 25 were not read word for word; article 8 was.
TERMS = {
    RequestKind.COPY: Term(3, "Personal data law, art. 25(2): told within three working days"),
    RequestKind.CORRECTION: Term(1, "Personal data law, art. 25(2): changed in one working day"),
    RequestKind.ERASURE: Term(15, "Personal data law, art. 8(7): withdrawal, 15 working days"),
}
OPEN = frozenset({RequestState.ASKED, RequestState.AGREED})
# Erasing takes two steps, and the second is the erasing itself.
MOVES: dict[tuple[RequestMove, RequestState], RequestState] = {
    (RequestMove.AGREE, RequestState.ASKED): RequestState.AGREED,
    (RequestMove.FINISH, RequestState.ASKED): RequestState.DONE,
    (RequestMove.REFUSE, RequestState.ASKED): RequestState.REFUSED,
    (RequestMove.REFUSE, RequestState.AGREED): RequestState.REFUSED,
}


def due_on(kind: str, asked_on: datetime.date) -> datetime.date:
    """Return the last day that is still in time."""
    return working_days_after(asked_on, TERMS[RequestKind(kind)].working_days)


def days_late(kind: str, asked_on: datetime.date, today: datetime.date) -> int:
    """Return the calendar days since the last day in time; 0 until then."""
    return max(0, (today - due_on(kind, asked_on)).days)


def next_state(kind: str, state: str, move: RequestMove) -> RequestState:
    """Return where a move leads; NoSuchMove where it leads nowhere."""
    is_erasure = kind == RequestKind.ERASURE
    fits = {RequestMove.AGREE: is_erasure, RequestMove.FINISH: not is_erasure}
    found = MOVES.get((move, RequestState(state)))
    if found is None or not fits.get(move, True):
        raise NoSuchMove(f"{move} of a request for {kind} that is {state}")
    return found
