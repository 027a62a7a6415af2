"""Who looked at a person's file, when and why: to be read to the person, or handed over.

It outlives grants: whoever looked stays on it. Members of other organisations stand on it with
their role and their organisation, never with their name.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import pgettext

from accounts.acting import Acting, for_system
from accounts.models import Organisation, OrganisationKind, RoleChoice, User
from accounts.permissions import DataClass
from audit import actions as audit
from audit.models import Entry, Verb
from cases.models import Migrant
from cases.paging import Page
from desk.oversight.subjects import keys_of_file
from desk.oversight.wording import purpose_word

# Lines on a page: a thick file's month or two.
MOST_LINES = 200
LOOKED = (
    Q(verb__in=[Verb.READ, Verb.LISTED, Verb.UNMASKED, Verb.GRANTED, Verb.EXPORTED])
    | Q(verb__in=[Verb.BROKE_GLASS, Verb.RELEASED])
    | Q(verb=Verb.MOVED, subject_type="referral", detail__move="receive")
    | Q(verb=Verb.CREATED, subject_type__in=["reminder", "glass"])
)
Words = str | Promise


@dataclass(frozen=True)
class Look:
    """What somebody did on one day, once or several times."""

    at: datetime.datetime
    who: str
    role: Words
    organisation: Words
    why: Words
    times: int


@dataclass(frozen=True)
class Day:
    """All that happened on one day, in its order."""

    day: datetime.date
    looks: Sequence[Look]


def access_log(
    acting: Acting, migrant: Migrant, *, number: int, on_paper: bool = False
) -> Page[Day]:
    """Return who looked at a file, by day, the newest first; write that the list was read.

    On paper a clinic is called a clinic: its name may tell of an illness.
    """
    _record_read(acting, migrant)
    start = (number - 1) * MOST_LINES
    with for_system(reason="who looked at a file"):
        found = list(_looks(keys_of_file(migrant.pk))[start : start + MOST_LINES + 1])
    shown, has_next = found[:MOST_LINES], len(found) > MOST_LINES
    lines = _Lines(acting, shown, on_paper=on_paper)
    days = [Day(day, lines.of(rows)) for day, rows in groupby(shown, key=lambda one: one["day"])]
    return Page(rows=days, number=number, has_next=has_next)


def _record_read(acting: Acting, migrant: Migrant) -> None:
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="access_log",
        subject_ids=[migrant.pk],
        # To whom a case was referred is a class of its own.
        data_classes=[DataClass.REFERRAL],
        holders=migrant.organisation_id,
    )


def _looks(keys: Iterable[uuid.UUID]) -> Any:
    rows = Entry.objects.filter(LOOKED, subject_id__in=list(keys)).annotate(day=TruncDate("at"))
    kinds = rows.values("day", "actor_id", "organisation_id", "role", "verb", "subject_type")
    # All counted together were one look after another at the same thing on the same day.
    return kinds.annotate(first=Min("at"), times=Count("id")).order_by("-day", "first", "verb")


class _Lines:
    """Rows in words; the names of organisations and of one's own members are read once."""

    def __init__(self, acting: Acting, rows: Sequence[dict[str, Any]], *, on_paper: bool) -> None:
        self.ours, self.on_paper = acting.organisation_id, on_paper
        own = {row["actor_id"] for row in rows if row["organisation_id"] == self.ours}
        houses = {row["organisation_id"] for row in rows}
        self.names = dict(User.objects.filter(pk__in=own - {None}).values_list("pk", "name"))
        self.houses = Organisation.objects.in_bulk(list(houses - {None}))

    def of(self, rows: Iterable[dict[str, Any]]) -> list[Look]:
        """Return a day's looks, those alike as one."""
        looks: dict[tuple[object, ...], Look] = {}
        for row in rows:
            look = self._look(row)
            key = (row["actor_id"], row["organisation_id"], row["role"], str(look.why))
            before = looks.get(key)
            looks[key] = look if before is None else _together(before, look)
        return sorted(looks.values(), key=lambda one: one.at)

    def _look(self, row: dict[str, Any]) -> Look:
        is_ours = row["organisation_id"] == self.ours
        return Look(
            at=row["first"],
            who=self.names.get(row["actor_id"], "") if is_ours else "",
            role=_role(row["role"]),
            organisation=self._house(row["organisation_id"]),
            why=purpose_word(row["verb"], row["subject_type"]),
            times=row["times"],
        )

    def _house(self, key: uuid.UUID | None) -> Words:
        house = self.houses.get(key) if key else None
        if house is None:
            return ""
        tells = self.on_paper and house.kind == OrganisationKind.CLINIC
        return OrganisationKind(house.kind).label if tells else house.name


def _together(one: Look, other: Look) -> Look:
    earlier = min(one, other, key=lambda look: look.at)
    return Look(earlier.at, one.who, one.role, one.organisation, one.why, one.times + other.times)


def _role(role: str) -> Words:
    if role in RoleChoice.values:
        return RoleChoice(role).label
    return pgettext("who looked", "The program, by itself")
