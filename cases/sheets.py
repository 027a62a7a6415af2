"""The file of a person and of a case, field by field only as far as the reader may see.

A part that is not shared is None, so that a page can say "not shared" and never guesses.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from accounts.acting import Acting
from accounts.permissions import DataClass, Relation, Scope
from audit import actions as audit
from audit.models import Verb
from cases import disclosure, glass, numbers
from cases.choices import Language
from cases.consents import SaidConsent, consents_of
from cases.models import (
    Case,
    CaseGrant,
    CaseStep,
    ContactPoint,
    LegalBasis,
    Migrant,
    MigrantName,
    Note,
    SymptomScreen,
    Task,
)
from cases.queries import Identity

# The classes that stand in the file itself; without the file there is nothing of them to read.
OF_THE_FILE = frozenset({DataClass.IDENTITY, DataClass.OTHER_NAMES, DataClass.STAY})
# What is shown of a person beside a case: phones stand there masked.
OF_A_PERSON = OF_THE_FILE | {DataClass.CONTACT}


@dataclass(frozen=True)
class MaskedPhone:
    """A phone that is shown only when asked for."""

    id: uuid.UUID
    masked: str
    is_shared: bool
    may_message: bool
    may_show: bool


@dataclass(frozen=True)
class PersonSheet:
    """What the reader may see of a person."""

    id: uuid.UUID
    is_ours: bool
    # False for a colleague's file, of which only the identity is shown and nothing is done.
    is_opened: bool
    kept_by: str
    identity: Identity | None
    other_names: list[MigrantName] | None
    phones: list[MaskedPhone] | None
    expected_departure_on: datetime.date | None
    shows_stay: bool
    version: int


@dataclass(frozen=True)
class CaseSheet:
    """What the reader may see of a case."""

    id: uuid.UUID
    number: str
    kind: str | Promise
    shows_kind: bool
    state: str
    state_label: str
    closing_reason: str
    closed_on: datetime.date | None
    caseworker: str
    holder: str
    is_ours: bool
    opened_at: datetime.datetime
    person: PersonSheet
    classes: frozenset[DataClass]
    notes: list[Note]
    tasks: list[Task]
    screens: list[SymptomScreen] | None
    steps: list[CaseStep]
    consents: list[SaidConsent]
    legal_bases: list[LegalBasis]
    grants: list[CaseGrant]


def classes_on_migrant(acting: Acting, migrant: Migrant) -> frozenset[DataClass]:
    """Return the classes the reader may see of a person: all of one's own, else what is granted.

    Of a colleague's file that is what the team knows.
    """
    if migrant.organisation_id == acting.organisation_id:
        is_opened = Migrant.objects.opened_to(acting).filter(pk=migrant.pk).exists()
        return acting.reads_where(
            Relation.OPENED if is_opened else Relation.IN_THE_TEAM
        ) | glass.classes_in_emergency(acting, migrant.pk)
    return granted_on(acting, migrant.pk)


def granted_on(acting: Acting, migrant_id: uuid.UUID) -> frozenset[DataClass]:
    """Return the classes of another organisation's file that are open to the reader now."""
    grants = CaseGrant.objects.opening_to(acting).filter(migrant=migrant_id)
    granted = {name for row in grants.values_list("data_classes", flat=True) for name in row}
    in_emergency = glass.classes_in_emergency(acting, migrant_id)
    return disclosure.readable(acting, granted) | in_emergency


def classes_on_case(acting: Acting, case: Case) -> frozenset[DataClass]:
    """Return the classes the reader may see of a case."""
    grants = CaseGrant.objects.opening_to(acting).filter(case=case)
    granted = {name for row in grants.values_list("data_classes", flat=True) for name in row}
    in_emergency = glass.classes_in_emergency(acting, case.migrant_id)
    return disclosure.readable(acting, granted) | in_emergency


def shows_kind(acting: Acting, case: Case) -> bool:
    """Say whether the reader may know what the case is about."""
    return not disclosure.hides_kind(case.kind, classes_on_case(acting, case))


def person_sheet(acting: Acting, migrant: Migrant, today: datetime.date) -> PersonSheet:
    """Return the person's file for the reader, and write that it was read."""
    classes = classes_on_migrant(acting, migrant)
    return _person(acting, migrant.pk, classes, today, migrant.organisation_id)


def _person(
    acting: Acting,
    migrant_id: uuid.UUID,
    classes: frozenset[DataClass],
    today: datetime.date,
    holder_id: uuid.UUID,
) -> PersonSheet:
    # A clinic may hold a case without knowing whose it is: then the file itself is not there.
    opened = Migrant.objects.opened_to(acting).filter(pk=models.OuterRef("pk"))
    files = Migrant.objects.visible_to(acting).annotate(is_opened=models.Exists(opened))
    migrant = files.select_related("caseworker").filter(pk=migrant_id).first()
    is_opened = migrant is not None and bool(vars(migrant)["is_opened"])
    shown = classes if migrant else classes - OF_THE_FILE
    names = list(MigrantName.objects.visible_to(acting).filter(migrant=migrant_id).order_by("id"))
    _record_read(acting, migrant_id, shown & OF_A_PERSON, holder_id)
    departure = migrant.expected_departure_on if migrant and DataClass.STAY in shown else None
    has_identity = migrant is not None and DataClass.IDENTITY in shown
    return PersonSheet(
        id=migrant_id,
        is_ours=migrant is not None and migrant.organisation_id == acting.organisation_id,
        is_opened=is_opened,
        kept_by=migrant.caseworker.name if migrant and not is_opened else "",
        identity=_identity(migrant, names, today, is_opened=is_opened)
        if migrant and has_identity
        else None,
        other_names=[name for name in names if not name.is_main]
        if DataClass.OTHER_NAMES in shown
        else None,
        phones=_phones(acting, migrant_id) if DataClass.CONTACT in shown else None,
        expected_departure_on=departure,
        shows_stay=DataClass.STAY in shown,
        version=migrant.version if migrant else 0,
    )


def _record_read(
    acting: Acting, migrant_id: uuid.UUID, classes: frozenset[DataClass], holder_id: uuid.UUID
) -> None:
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="migrant",
        subject_ids=[migrant_id],
        data_classes=classes,
        holders=holder_id,
    )


def _identity(
    migrant: Migrant, names: list[MigrantName], today: datetime.date, *, is_opened: bool
) -> Identity:
    # What the person speaks and reads is for whoever looks after them: it is not class 1.
    spoken = (
        migrant.get_language_display(),
        *(Language(one).label for one in migrant.other_languages),
    )
    return Identity(
        name=next((name.full for name in names if name.is_main), ""),
        age=migrant.age_on(today),
        birth_year=migrant.birth_date.year if migrant.birth_date else None,
        sex=migrant.get_sex_display(),
        citizenship=migrant.get_citizenship_display(),
        language=str(spoken[0]) if is_opened else "",
        other_languages=tuple(str(one) for one in spoken[1:]) if is_opened else (),
        reads=migrant.get_reads_display() if is_opened else "",
    )


def _phones(acting: Acting, migrant_id: uuid.UUID) -> list[MaskedPhone]:
    contacts = ContactPoint.objects.visible_to(acting).filter(migrant=migrant_id, is_current=True)
    may_show = glass.may_unmask(acting, migrant_id)
    return [
        MaskedPhone(
            id=one.pk,
            masked=disclosure.mask_phone(one.phone),
            is_shared=one.is_shared,
            may_message=one.may_message,
            may_show=may_show,
        )
        for one in contacts.order_by("id")
    ]


def case_sheet(acting: Acting, case: Case, today: datetime.date) -> CaseSheet:
    """Return the case for the reader, and write that it was read."""
    classes = classes_on_case(acting, case)
    audit.record(
        Verb.READ,
        by=acting,
        subject_type="case",
        subject_ids=[case.pk],
        data_classes=classes,
        holders=case.organisation_id,
    )
    is_ours = case.organisation_id == acting.organisation_id
    screens = SymptomScreen.objects.visible_to(acting).filter(case=case).order_by("-id")
    return CaseSheet(
        id=case.pk,
        number=numbers.format_number(case.number),
        kind=disclosure.kind_label(case.kind, classes),
        shows_kind=not disclosure.hides_kind(case.kind, classes),
        state=case.state,
        state_label=case.get_state_display(),
        closing_reason=case.get_closing_reason_display() if is_ours else "",
        closed_on=case.closed_on if is_ours else None,
        caseworker=case.caseworker.name,
        holder=case.organisation.name,
        is_ours=is_ours,
        opened_at=case.opened_at,
        person=_person(acting, case.migrant_id, classes, today, case.organisation_id),
        classes=classes,
        notes=list(Note.objects.visible_to(acting).filter(case=case).select_related("author")),
        tasks=list(Task.objects.visible_to(acting).filter(case=case).order_by("due_on", "id")),
        screens=list(screens) if DataClass.HEALTH in classes else None,
        steps=list(CaseStep.objects.visible_to(acting).filter(case=case).select_related("by")),
        consents=consents_of(acting, case.migrant_id, today),
        legal_bases=list(LegalBasis.objects.visible_to(acting).filter(case=case).order_by("-id")),
        grants=_grants(acting, case),
    )


def screens_in_emergency(acting: Acting, opened: glass.OpenGlass) -> list[SymptomScreen]:
    """Return the symptom screens of a file that a clinic opened for an hour."""
    if DataClass.HEALTH not in opened.classes:
        return []
    screens = SymptomScreen.objects.visible_to(acting).filter(case_id__in=opened.case_ids)
    return list(screens.order_by("-id"))


def _grants(acting: Acting, case: Case) -> list[CaseGrant]:
    """Return who else can see the case, or could: only for the organisation that holds it."""
    if acting.scope is Scope.REFERRED:
        return []
    grants = CaseGrant.objects.visible_to(acting).filter(case=case, reason="referral")
    return list(grants.select_related("organisation").order_by("-granted_at"))
