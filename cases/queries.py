"""What the pages of this room need, already cut to what the reader may see, reads audited."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.models import Membership
from accounts.permissions import DataClass, Role, Scope
from audit import actions as audit
from audit.models import Verb
from cases import disclosure, matching, numbers
from cases.actions.draft import GONE
from cases.models import Case, CaseGrant, ContactPoint, Draft, Migrant, MigrantName, NameKey
from cases.paging import Page, cut
from cases.phones import clean_phone, spaced

MOST_FOUND = 20


@dataclass(frozen=True)
class Identity:
    """Class 1 of a person, as far as known."""

    name: str
    age: int | None
    birth_year: int | None
    sex: str
    citizenship: str
    language: str
    other_languages: tuple[str, ...]
    reads: str


@dataclass(frozen=True)
class CaseRow:
    """One case in a list."""

    id: uuid.UUID
    number: str
    name: str
    kind: str | Promise
    state: str
    state_label: str
    caseworker: str
    changed_at: datetime.datetime


@dataclass(frozen=True)
class MigrantRow:
    """One file in a list or a search result."""

    id: uuid.UUID
    name: str
    age: int | None
    sex: str
    citizenship: str
    caseworker: str


def main_names(acting: Acting, migrant_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the main name of each file whose names the reader may see: one query."""
    names = MigrantName.objects.visible_to(acting).filter(
        migrant_id__in=list(migrant_ids), is_main=True
    )
    return dict(names.values_list("migrant_id", "full"))


def list_cases(
    acting: Acting, *, number: int, state: str = "", caseworker_id: uuid.UUID | None = None
) -> Page[CaseRow]:
    """Return a page of visible cases, newest change first: three queries and the audit row."""
    grants = CaseGrant.objects.opening_to(acting).select_related("case", "case__caseworker")
    if state:
        grants = grants.filter(case_state=state)
    if caseworker_id:
        grants = grants.filter(caseworker_id=caseworker_id)
    found, more = cut(grants.order_by("-sorted_at", "-case_id"), number)
    names = main_names(acting, {grant.migrant_id for grant in found})
    owners = {grant.case_id: grant.owner_id for grant in found}
    record_listed(acting, "case", owners, {DataClass.IDENTITY})
    return Page(rows=[_case_row(acting, one, names) for one in found], number=number, has_next=more)


def _case_row(acting: Acting, grant: CaseGrant, names: dict[uuid.UUID, str]) -> CaseRow:
    classes = disclosure.readable(acting, grant.data_classes)
    case = grant.case
    return CaseRow(
        id=case.pk,
        number=numbers.format_number(case.number),
        name=names.get(case.migrant_id, ""),
        kind=disclosure.kind_label(case.kind, classes),
        state=case.state,
        state_label=case.get_state_display(),
        caseworker=case.caseworker.name,
        changed_at=case.changed_at,
    )


def cases_of(acting: Acting, migrant: Migrant) -> list[CaseRow]:
    """Return the visible cases of one person, newest first."""
    grants = (
        CaseGrant.objects.opening_to(acting)
        .filter(migrant=migrant)
        .select_related("case", "case__caseworker")
        .order_by("-sorted_at")
    )
    names = main_names(acting, [migrant.pk])
    return [_case_row(acting, grant, names) for grant in grants]


def list_migrants(
    acting: Acting, *, number: int, today: datetime.date, of_team: bool = False
) -> Page[MigrantRow]:
    """Return a page of files, newest first: those opened to the reader, or all the team keeps."""
    rows = Migrant.objects.all()
    files = rows.visible_to(acting) if of_team else rows.opened_to(acting)
    found, more = cut(files.select_related("caseworker").order_by("-id"), number)
    return Page(rows=migrant_rows(acting, found, today), number=number, has_next=more)


def migrant_rows(
    acting: Acting, migrants: Sequence[Migrant], today: datetime.date
) -> list[MigrantRow]:
    """Return rows for files that are visible already: two queries."""
    ids = [migrant.pk for migrant in migrants]
    names = main_names(acting, ids)
    holders = {migrant.pk: migrant.organisation_id for migrant in migrants}
    record_listed(acting, "migrant", holders, {DataClass.IDENTITY})
    return [
        MigrantRow(
            id=one.pk,
            name=names.get(one.pk, ""),
            age=one.age_on(today),
            sex=one.get_sex_display() if one.sex != "unknown" else "",
            citizenship=one.get_citizenship_display() if one.citizenship != "unknown" else "",
            caseworker=one.caseworker.name,
        )
        for one in migrants
    ]


def find_migrants(acting: Acting, text: str, today: datetime.date) -> list[MigrantRow]:
    """Return visible files that fit a name, a phone or a case number, best first."""
    number = numbers.clean_number(text)
    if number and numbers.is_valid(text):
        cases = Case.objects.visible_to(acting).filter(number=number)
        ids = list(cases.values_list("migrant_id", flat=True))
    elif phone := clean_phone(text):
        contacts = ContactPoint.objects.visible_to(acting).with_phone(phone)
        ids = list(contacts.values_list("migrant_id", flat=True)[:MOST_FOUND])
    else:
        ids = _ids_by_name(acting, text)
    files = Migrant.objects.visible_to(acting).select_related("caseworker").in_bulk(ids)
    return migrant_rows(acting, [files[one] for one in ids if one in files], today)


def _ids_by_name(acting: Acting, text: str) -> list[uuid.UUID]:
    """Return the files with the most parts of the name in common; a part may be just begun."""
    tokens = matching.search_tokens(text)
    hits: dict[uuid.UUID, int] = {}
    for token in tokens:
        keys = NameKey.objects.visible_to(acting).filter(key__gte=token, key__lt=token + "\uffff")
        for migrant_id in set(keys.values_list("migrant_id", flat=True)[:200]):
            hits[migrant_id] = hits.get(migrant_id, 0) + 1
    enough = {one: count for one, count in hits.items() if count * 2 >= len(tokens)}
    return sorted(enough, key=lambda one: (-enough[one], one))[:MOST_FOUND]


def record_listed(
    acting: Acting,
    subject: str,
    holders: Mapping[uuid.UUID, uuid.UUID],
    classes: Iterable[DataClass],
) -> None:
    """Write that these rows, each with the organisation that holds it, were seen in a list."""
    if holders:
        audit.record(
            Verb.LISTED,
            by=acting,
            subject_type=subject,
            subject_ids=list(holders),
            data_classes=classes,
            holders=holders,
        )


def team_of(acting: Acting) -> list[tuple[uuid.UUID, str]]:
    """Return the caseworkers a supervisor can give a case to, with their names."""
    if acting.scope is not Scope.TEAM or acting.organisation_id is None:
        return []
    members = Membership.objects.filter(
        organisation_id=acting.organisation_id, role=Role.CASEWORKER, is_active=True
    )
    return [(m.user_id, m.user.name) for m in members.select_related("user").order_by("user__name")]


@dataclass(frozen=True)
class ShownContact:
    """A phone number somebody asked to see."""

    phone: str
    spaced: str
    is_shared: bool
    migrant_id: uuid.UUID


def unmask_contact(acting: Acting, contact: ContactPoint) -> ShownContact:
    """Return the number in clear, and write down that it was asked for."""
    audit.record(
        Verb.UNMASKED,
        by=acting,
        subject_type="migrant",
        subject_ids=[contact.migrant_id],
        data_classes=[DataClass.CONTACT],
        holders=contact.organisation_id,
    )
    return ShownContact(
        phone=contact.phone,
        spaced=spaced(contact.phone),
        is_shared=contact.is_shared,
        migrant_id=contact.migrant_id,
    )


@dataclass(frozen=True)
class KeptDraft:
    """A half-filled form, as its form takes it back."""

    typed: QueryDict
    saved_at: datetime.datetime


def draft_of(acting: Acting, form: str, about: str) -> KeptDraft | None:
    """Return what the member typed before into this form, if anything."""
    draft = Draft.objects.of(acting, form, about).first()
    if draft is None or not draft.typed or GONE in draft.typed:
        return None
    typed = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        typed.setlist(name, values)
    return KeptDraft(typed=typed, saved_at=draft.saved_at)
