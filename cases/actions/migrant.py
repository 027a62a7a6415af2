"""Register a person, give them names and phones, correct what is known."""

import datetime
import re
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.acting import Acting
from accounts.permissions import DataClass
from accounts.row_security import because
from audit import actions as audit
from audit.models import Verb
from cases import matching
from cases.choices import BirthPrecision, Citizenship, NameKind, Reads, Sex
from cases.models import ContactPoint, Migrant, MigrantName, NameKey, Person
from cases.stale import ChangedMeanwhile, differences

INTERNATIONAL = re.compile(r"\+[0-9]{7,15}")


@dataclass(frozen=True)
class MigrantFacts:
    """What a file says about a person besides names and contacts."""

    language: str
    sex: str = Sex.UNKNOWN
    birth_date: datetime.date | None = None
    birth_precision: str = BirthPrecision.UNKNOWN
    citizenship: str = Citizenship.UNKNOWN
    other_languages: tuple[str, ...] = ()
    reads: str = Reads.UNKNOWN
    expected_departure_on: datetime.date | None = None

    def columns(self) -> dict[str, Any]:
        """Return the values as the table wants them."""
        return {**asdict(self), "other_languages": list(self.other_languages)}


@transaction.atomic
def register_migrant(
    *,
    by: Acting,
    facts: MigrantFacts,
    full_name: str,
    now: datetime.datetime,
    name_kind: str = NameKind.SPOKEN,
    name_language: str = "",
) -> Migrant:
    """Open a file on a person in the actor's organisation, with the name they gave."""
    migrant = Migrant.objects.create(
        person=Person.objects.create(),
        organisation=by.works_for,
        caseworker=by.user,
        registered_by=by.user,
        registered_at=now,
        **facts.columns(),
    )
    _record(Verb.CREATED, by, migrant, DataClass.IDENTITY)
    add_name(
        by=by,
        migrant=migrant,
        full=full_name,
        kind=name_kind,
        language=name_language,
        now=now,
        is_main=True,
    )
    return migrant


@transaction.atomic
def add_name(
    *,
    by: Acting,
    migrant: Migrant,
    full: str,
    kind: str,
    now: datetime.datetime,
    language: str = "",
    is_main: bool = False,
) -> MigrantName:
    """Add a name in one spelling; the same name of the same kind stands once."""
    full = " ".join(full.split())
    known = MigrantName.objects.filter(migrant=migrant, full=full, kind=kind).first()
    if known:
        return known
    name = MigrantName.objects.create(
        migrant=migrant,
        organisation=by.works_for,
        full=full,
        kind=kind,
        script=matching.script_of(full),
        language=language,
        is_main=is_main,
        recorded_by=by.user,
        recorded_at=now,
    )
    keys = matching.name_tokens(full)
    NameKey.objects.bulk_create(NameKey(name=name, migrant=migrant, key=key) for key in keys)
    _record(Verb.CHANGED, by, migrant, DataClass.OTHER_NAMES)
    return name


@transaction.atomic
def add_contact(
    *,
    by: Acting,
    migrant: Migrant,
    phone: str,
    now: datetime.datetime,
    is_shared: bool = False,
    may_message: bool = False,
) -> ContactPoint:
    """Add a phone number in international form; the same number stands once.

    `may_message`: the person agreed to short messages on it. Adding it again takes nothing back.
    Raises ValueError for anything but a number: the table cannot tell any more, it is encrypted.
    """
    if not INTERNATIONAL.fullmatch(phone):
        raise ValueError("a phone is kept in international form, +77010001122")
    known = ContactPoint.objects.filter(migrant=migrant).with_phone(phone).first()
    if known:
        if may_message:
            allow_messages(by=by, contact=known, may_message=True)
        return known
    contact = ContactPoint.objects.create(
        migrant=migrant,
        organisation=by.works_for,
        phone=phone,
        is_shared=is_shared,
        may_message=may_message,
        recorded_by=by.user,
        recorded_at=now,
    )
    _record(Verb.CHANGED, by, migrant, DataClass.CONTACT)
    return contact


@transaction.atomic
def allow_messages(*, by: Acting, contact: ContactPoint, may_message: bool) -> bool:
    """Keep what the person said about messages on a number; say whether it is something new."""
    rows = ContactPoint.objects.filter(pk=contact.pk, may_message=not may_message)
    if not rows.update(may_message=may_message):
        return False
    audit.record(
        Verb.CHANGED,
        by=by,
        subject_type="contact",
        subject_ids=[contact.pk],
        data_classes=[DataClass.CONTACT],
        detail={"may_message": may_message},
    )
    return True


@transaction.atomic
def change_migrant(
    *,
    by: Acting,
    migrant: Migrant,
    facts: MigrantFacts,
    version: int,
    has_stay: bool = True,
    why: str = "",
) -> None:
    """Correct what the file says, unless it changed since `version` was shown.

    Without `has_stay` what is stored of the stay remains as it is. `why` is a ChangeReason and
    stands in the file's earlier versions. Raises ChangedMeanwhile with what differs; nothing is
    changed then.
    """
    columns = facts.columns()
    if not has_stay:
        del columns["expected_departure_on"]
    with because(why):
        changed = Migrant.objects.filter(pk=migrant.pk, version=version).update(
            version=F("version") + 1, **columns
        )
    if not changed:
        # Not of a file that is only known: what differs would show more than class 1.
        opened = Migrant.objects.opened_to(by).filter(pk=migrant.pk)
        stored = opened.values("version", *columns).get()
        raise ChangedMeanwhile(
            version=stored["version"], differences=differences(stored, columns, tuple(columns))
        )
    _record(Verb.CHANGED, by, migrant, DataClass.IDENTITY)


def _record(verb: Verb, by: Acting, migrant: Migrant, data_class: DataClass) -> None:
    audit.record(
        verb,
        by=by,
        subject_type="migrant",
        subject_ids=[migrant.pk],
        data_classes=[data_class],
    )
