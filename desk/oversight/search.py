"""Search what was done without revealing to whom: acts, days, members, kinds."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import Membership, Organisation, RoleChoice, User
from accounts.permissions import Scope
from audit import actions as audit
from audit.keys import first_key_of
from audit.models import Entry, EntryQuerySet, Verb
from cases import numbers
from cases.models import Case, Consent, ContactPoint, Migrant
from cases.paging import Page, cut
from desk.oversight.wording import kind_word
from referrals.models import Envelope, Referral
from reminders.models import Reminder

PAGE_SIZE = 50
# Counted no further: how many there are "about" is enough.
MOST_COUNTED = 1_000
# Whose own records a caseworker may ask about.
OWN = (Case, Referral, Envelope, Reminder, ContactPoint, Consent)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; both days are included."""

    since: datetime.date
    until: datetime.date
    member_id: uuid.UUID | None = None
    verb: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Act:
    """One row of the audit in words; `number` and `url` only of a case the reader may see."""

    at: datetime.datetime
    who: str
    role: str | Promise
    organisation: str
    what: str | Promise
    kind: str | Promise
    number: str
    url: str


@dataclass(frozen=True)
class Found:
    """A page of acts, and about how many there are."""

    page: Page[Act]
    count: int
    is_more: bool


def find_acts(acting: Acting, asked: Asked, *, number: int) -> Found:
    """Return a page of what was done, the newest first: six queries, however many rows."""
    audit.record(Verb.READ, by=acting, subject_type="audit", subject_ids=[None])
    rows = _matching(_theirs(acting), asked)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    found, more = cut(rows.order_by("-id"), number, PAGE_SIZE)
    page = Page(rows=list(_said(acting, found)), number=number, has_next=more)
    return Found(page=page, count=min(count, MOST_COUNTED), is_more=count > MOST_COUNTED)


def whose(acting: Acting) -> str:
    """Say whose acts the reader is shown."""
    if acting.scope is Scope.OWN:
        return _("What was done with the files and cases that are yours.")
    if acting.scope is Scope.TEAM:
        return _("What was done with the records of your organisation.")
    if acting.scope is Scope.REFERRED:
        return _("What you did yourself.")
    return _("What the members of your organisation did. It never says about whom.")


def members_of(acting: Acting) -> list[tuple[uuid.UUID, str]]:
    """Return the members one may ask about; whoever sees only their own acts chooses nobody."""
    if acting.scope is Scope.REFERRED:
        return []
    members = Membership.objects.filter(organisation_id=acting.organisation_key)
    people = members.order_by("user__name").values_list("user_id", "user__name").distinct()
    return [(key, name) for key, name in people]


def _theirs(acting: Acting) -> EntryQuerySet:
    rows = Entry.objects.readable_by(acting)
    if acting.scope is not Scope.OWN:
        return rows
    # A colleague's file is only known: what was done with it is for that colleague.
    own = Q(subject_id__in=Migrant.objects.opened_to(acting).order_by().values("pk"))
    for model in OWN:
        own |= Q(subject_id__in=model.objects.visible_to(acting).order_by().values("pk"))
    return rows.filter(own)


def _matching(rows: EntryQuerySet, asked: Asked) -> EntryQuerySet:
    rows = rows.filter(id__gte=_first_key(asked.since))
    rows = rows.filter(id__lt=_first_key(asked.until + datetime.timedelta(days=1)))
    if asked.member_id:
        rows = rows.filter(actor_id=asked.member_id)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    return rows.filter(subject_type=asked.kind) if asked.kind else rows


def _first_key(day: datetime.date) -> uuid.UUID:
    zone = ZoneInfo(settings.TIME_ZONE)
    return first_key_of(datetime.datetime.combine(day, datetime.time.min, zone))


def _said(acting: Acting, found: Sequence[Entry]) -> Iterator[Act]:
    ours = [one for one in found if one.organisation_id == acting.organisation_id]
    actors = {one.actor_id for one in ours if one.actor_id}
    names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    houses = Organisation.objects.in_bulk(list({one.organisation_id for one in found} - {None}))
    cases = _numbers(acting, found)
    for one in found:
        house = houses.get(one.organisation_id) if one.organisation_id else None
        number = cases.get(one.subject_id, "") if one.subject_id else ""
        yield Act(
            at=one.at,
            who=names.get(one.actor_id, "") if one.actor_id else "",
            role=RoleChoice(one.role).label if one.role in RoleChoice.values else "",
            organisation=house.name if house else "",
            what=Verb(one.verb).label,
            kind=kind_word(one.subject_type),
            number=number,
            url=reverse("desk:case", args=[one.subject_id]) if number else "",
        )


def _numbers(acting: Acting, found: Sequence[Entry]) -> dict[uuid.UUID, str]:
    keys = {one.subject_id for one in found if one.subject_type == "case" and one.subject_id}
    cases = Case.objects.visible_to(acting).filter(pk__in=keys)
    return {key: numbers.format_number(number) for key, number in cases.values_list("pk", "number")}
