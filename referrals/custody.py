"""Examinations of detained people as their centre may see them: every page of it is built here.

Only from the centre's own sheets, which the database itself has cut; never from a referral.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.permissions import DataClass, Permission
from audit import actions as audit
from audit.models import Verb
from cases import numbers
from cases.choices import Citizenship, Language, Sex
from cases.paging import Page, cut
from referrals import schedule
from referrals.models import Examination
from referrals.models.examination import ExaminationQuerySet, Phase

Words = str | Promise
MOST_WAITING = 50
OPEN_PHASES = (Phase.SENT, Phase.RECEIVED, Phase.APPOINTMENT)
# So many days ahead a day to look again stands on the home page.
DAYS_AHEAD = 3


@dataclass(frozen=True)
class Written:
    """What the officer wrote, and nothing that anybody else knows."""

    name: str
    birth_year: int | None
    sex: Words
    citizenship: Words
    language: Words
    needs_interpreter: bool
    clinic: str
    service: str
    priority: str
    priority_label: Words
    asked: str
    escort: str
    sent_at: datetime.datetime


@dataclass(frozen=True)
class Appointment:
    """When and where to bring the person."""

    at: datetime.datetime
    place: str


@dataclass(frozen=True)
class Formal:
    """The clinic's formal answer."""

    fitness: str
    label: Words
    look_again_on: datetime.date
    answered_on: datetime.date


@dataclass(frozen=True)
class CustodySheet:
    """All that the centre may know of an examination (and the key of its page)."""

    id: uuid.UUID
    number: str
    written: Written
    phase: str
    phase_label: Words
    appointment: Appointment | None
    formal: Formal | None

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN_PHASES

    def is_past_its_hour(self, now: datetime.datetime) -> bool:
        """Say whether the hour has come, by the clock alone: whether the person came is not told."""
        if self.phase != Phase.APPOINTMENT or self.appointment is None:
            return False
        return self.appointment.at <= now

    def may_be_taken_back(self, now: datetime.datetime) -> bool:
        """Say whether it is still to come: from the hour on the person may be with the doctor."""
        return self.is_open and not self.is_past_its_hour(now)

    @property
    def may_end_custody(self) -> bool:
        return self.phase != Phase.CLOSED

    @property
    def may_ask_again(self) -> bool:
        return self.phase in {Phase.ANSWERED, Phase.CLOSED}


def get_examination(
    acting: Acting, examination_id: uuid.UUID, permission: Permission
) -> Examination:
    """Return the centre's own sheet; another's, anything else and nothing are the same 404."""
    rows = _with_places(Examination.objects.visible_to(acting))
    examination = rows.filter(pk=examination_id).first()
    if examination is None:
        raise Http404
    if not acting.may(permission):
        raise PermissionDenied
    return examination


def custody_sheet(acting: Acting, examination: Examination) -> CustodySheet:
    """Return one examination for its centre, and write that it was read."""
    _record(acting, Verb.READ, [examination])
    return sheet_of(examination)


def list_examinations(acting: Acting, *, number: int) -> Page[CustodySheet]:
    """Return a page of the centre's examinations, those still open first; nothing is counted."""
    rows = _with_places(Examination.objects.visible_to(acting)).most_pressing_first()
    found, more = cut(rows, number)
    return Page(rows=_sheets(acting, found), number=number, has_next=more)


def to_bring(
    acting: Acting, since: datetime.datetime, until: datetime.datetime
) -> list[CustodySheet]:
    """Return whom to bring between two moments, in the order of their hours."""
    rows = Examination.objects.visible_to(acting).filter(
        phase=Phase.APPOINTMENT, appointment_at__gte=since, appointment_at__lt=until
    )
    return _first(acting, rows.order_by("appointment_at", "id"))


def answers_that_came(acting: Acting, today: datetime.date) -> list[CustodySheet]:
    """Return the answers whose day to look again is not near yet, the newest first."""
    rows = _answered(acting).filter(look_again_on__gt=today + _ahead())
    return _first(acting, rows.order_by("-answered_on", "-id"))


def to_look_at_again(acting: Acting, today: datetime.date) -> list[CustodySheet]:
    """Return who is to be looked at again in these days, or should have been."""
    rows = _answered(acting).filter(look_again_on__lte=today + _ahead())
    return _first(acting, rows.order_by("look_again_on", "id"))


def unconfirmed(acting: Acting, today: datetime.date) -> list[CustodySheet]:
    """Return what no clinic has confirmed in time, the oldest first."""
    rows = Examination.objects.visible_to(acting).filter(phase=Phase.SENT).order_by("id")
    late = [one for one in _with_places(rows)[:MOST_WAITING] if _is_late(one, today)]
    return _sheets(acting, late)


def _ahead() -> datetime.timedelta:
    return datetime.timedelta(days=DAYS_AHEAD)


def _is_late(one: Examination, today: datetime.date) -> bool:
    facts = schedule.ReferralFacts(state="sent", sent_on=timezone.localdate(one.sent_at))
    return schedule.days_overdue(facts, today) > 0


def _answered(acting: Acting) -> ExaminationQuerySet:
    return Examination.objects.visible_to(acting).filter(phase=Phase.ANSWERED, is_followed=False)


def _first(acting: Acting, rows: ExaminationQuerySet) -> list[CustodySheet]:
    return _sheets(acting, list(_with_places(rows)[:MOST_WAITING]))


def _with_places(rows: ExaminationQuerySet) -> ExaminationQuerySet:
    # Not the referral: the database shows the officer none, and the join would find nothing.
    return rows.select_related("clinic", "service")


def _sheets(acting: Acting, found: list[Examination]) -> list[CustodySheet]:
    if found:
        _record(acting, Verb.LISTED, found)
    return [sheet_of(one) for one in found]


def _record(acting: Acting, verb: Verb, found: Iterable[Examination]) -> None:
    audit.record(
        verb,
        by=acting,
        subject_type="referral",
        subject_ids=[one.referral_id for one in found],
        data_classes=[DataClass.REFERRAL, DataClass.IDENTITY],
    )


def sheet_of(one: Examination) -> CustodySheet:
    """Return the sheet in words."""
    return CustodySheet(
        id=one.pk,
        number=numbers.format_number(one.number),
        written=_written(one),
        phase=one.phase,
        phase_label=one.get_phase_display(),
        appointment=Appointment(one.appointment_at, one.place) if one.appointment_at else None,
        formal=_formal(one),
    )


def _written(one: Examination) -> Written:
    unsaid = {"", Sex.UNKNOWN, Citizenship.UNKNOWN}
    return Written(
        name=one.name,
        birth_year=one.birth_year,
        sex="" if one.sex in unsaid else Sex(one.sex).label,
        citizenship="" if one.citizenship in unsaid else Citizenship(one.citizenship).label,
        language=Language(one.language).label if one.language else "",
        needs_interpreter=one.needs_interpreter,
        clinic=one.clinic.name,
        service=one.service.name if one.service else "",
        priority=one.priority,
        priority_label=one.get_priority_display(),
        asked=one.asked,
        escort=one.escort,
        sent_at=one.sent_at,
    )


def _formal(one: Examination) -> Formal | None:
    if one.look_again_on is None or one.answered_on is None:
        return None
    return Formal(
        fitness=one.fitness,
        label=one.get_fitness_display(),
        look_again_on=one.look_again_on,
        answered_on=one.answered_on,
    )
