"""The first page of a new case, done as one: person, case, consent or basis, symptom screen."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting
from audit.keys import new_key
from cases.actions.case import open_case
from cases.actions.consent import ConsentTerms, record_consent, record_legal_basis
from cases.actions.migrant import MigrantFacts, add_contact, register_migrant
from cases.actions.record import Symptoms, add_note, record_screen
from cases.choices import ConsentPurpose, NameKind
from cases.models import Case, Consent, Migrant


@dataclass(frozen=True)
class NewPerson:
    """Who came, when there is no file yet."""

    full_name: str
    facts: MigrantFacts
    name_kind: str = NameKind.SPOKEN
    phone: str = ""
    phone_is_shared: bool = False
    may_message: bool = False


@dataclass(frozen=True)
class NamedBasis:
    """A ground in law other than consent, and why."""

    kind: str
    reason: str


class NoBasis(Exception):
    """No consent is in force and no ground in law was named; nothing was stored."""


def begin_first_contact(
    *,
    by: Acting,
    person: NewPerson | Migrant,
    kind: str,
    basis: ConsentTerms | NamedBasis | None,
    symptoms: Symptoms,
    concern: str,
    submission: uuid.UUID,
    now: datetime.datetime,
    today: datetime.date,
) -> Case:
    """Store the whole first page or nothing of it; the same submission stores it once.

    `basis` is None only for a person whose earlier consent is in force; raises NoBasis otherwise.
    Sent twice at the same moment, the second waits for the first and returns its case.
    """
    known = Case.objects.filter(submission=submission).first()
    if known:
        return known
    try:
        with transaction.atomic():
            migrant = person if isinstance(person, Migrant) else _register(by, person, now)
            case = open_case(by=by, migrant=migrant, kind=kind, submission=submission, now=now)
            _record_basis(by, case, migrant, basis, now, today)
            record_screen(by=by, case=case, symptoms=symptoms, now=now, today=today)
            if concern:
                add_note(by=by, case=case, text=concern, submission=new_key(), now=now)
            return case
    except IntegrityError:
        known = Case.objects.filter(submission=submission).first()
        if known:
            return known
        raise


def _record_basis(
    by: Acting,
    case: Case,
    migrant: Migrant,
    basis: ConsentTerms | NamedBasis | None,
    now: datetime.datetime,
    today: datetime.date,
) -> None:
    if basis is None:
        to_care = Consent.objects.filter(migrant=migrant, purpose=ConsentPurpose.CARE)
        if not to_care.in_force(today).exists():
            raise NoBasis(migrant.pk)
        return
    if isinstance(basis, ConsentTerms):
        record_consent(by=by, migrant=migrant, terms=basis, now=now)
        return
    record_legal_basis(by=by, case=case, kind=basis.kind, reason=basis.reason, now=now, today=today)


def _register(by: Acting, person: NewPerson, now: datetime.datetime) -> Migrant:
    migrant = register_migrant(
        by=by,
        facts=person.facts,
        full_name=person.full_name,
        name_kind=person.name_kind,
        now=now,
    )
    if person.phone:
        add_contact(
            by=by,
            migrant=migrant,
            phone=person.phone,
            is_shared=person.phone_is_shared,
            may_message=person.may_message,
            now=now,
        )
    return migrant
