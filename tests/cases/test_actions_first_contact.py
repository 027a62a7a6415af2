"""The first page of a new case: all of it or nothing, and once however often it is sent."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.acting import Acting, for_member, for_system
from cases.actions import begin_first_contact
from cases.actions.consent import ConsentTerms
from cases.actions.first_contact import NamedBasis, NewPerson, NoBasis
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from cases.models import (
    Case,
    Consent,
    ContactPoint,
    LegalBasis,
    Migrant,
    MigrantName,
    Note,
    SymptomScreen,
    Task,
)
from tests.cast import NOW, TODAY, Cast
from tests.watching import assert_codes_only, audited, unchanged

AGREED = ConsentTerms(("identity", "health"), "tg", "written", TODAY, recipient_kinds=("clinic",))
UNCONSCIOUS = NamedBasis("consent_impossible", "Unconscious after a fall")
NEWCOMER = NewPerson(
    full_name="Фарход Назаров",
    facts=MigrantFacts("tg"),
    phone="+992901112233",
    phone_is_shared=True,
    may_message=True,
)
KINDS_OF_ROWS = (Case, ContactPoint, Migrant, MigrantName, Note, SymptomScreen)


def begin(by: Acting, **given: Any) -> Case:
    """Send the first page as it comes from the form, with what the test wants different."""
    page: dict[str, Any] = {
        "person": NEWCOMER,
        "kind": "injury",
        "basis": AGREED,
        "symptoms": Symptoms(),
        "concern": "Fell from a scaffold",
        "submission": uuid.uuid4(),
    }
    with for_member(by):
        return begin_first_contact(by=by, now=NOW, today=TODAY, **(page | given))


def count(model: Any) -> int:
    with for_system(reason="tests"):
        return int(model.objects.count())


def test_the_first_page_makes_file_case_consent_screen_and_note(cast: Cast) -> None:
    before = {model: count(model) for model in (*KINDS_OF_ROWS, Consent)}
    case = begin(cast.aigul)
    after = {model: count(model) for model in (*KINDS_OF_ROWS, Consent)}
    assert {model: after[model] - before[model] for model in before} == dict.fromkeys(before, 1)
    assert (case.kind, case.caseworker, case.organisation) == (
        "injury",
        cast.aigul.user,
        cast.komek,
    )
    with for_member(cast.aigul):
        contact = ContactPoint.objects.get(migrant=case.migrant)
    assert (contact.phone, contact.is_shared) == ("+992901112233", True)
    assert contact.may_message


def test_everything_is_written_down_in_codes(cast: Cast) -> None:
    with audited() as entries:
        begin(cast.aigul, symptoms=Symptoms(cough="yes"))
    subjects = [entry.subject_type for entry in entries]
    assert subjects == ["migrant"] * 3 + ["case", "consent", "screen", "task", "note"]
    assert_codes_only(entries)


def test_a_ground_in_law_may_stand_in_place_of_consent(cast: Cast) -> None:
    consents = count(Consent)
    case = begin(cast.aigul, basis=UNCONSCIOUS)
    with for_member(cast.aigul):
        assert LegalBasis.objects.get(case=case).reason == UNCONSCIOUS.reason
    assert count(Consent) == consents


def test_a_positive_screen_adds_the_task_of_a_test_whatever_the_case_is_about(cast: Cast) -> None:
    case = begin(cast.aigul, symptoms=Symptoms(tb_contact="yes"))
    with for_member(cast.aigul):
        assert Task.objects.get(case=case).kind == "tb_test"


def test_what_was_not_given_is_not_made(cast: Cast) -> None:
    contacts, notes = count(ContactPoint), count(Note)
    begin(cast.aigul, person=replace(NEWCOMER, phone=""), concern="")
    assert (count(ContactPoint), count(Note)) == (contacts, notes)


def test_a_person_who_is_known_keeps_their_file(cast: Cast) -> None:
    files = count(Migrant)
    case = begin(cast.aigul, person=cast.gulnara, basis=None)
    assert case.migrant_id == cast.gulnara.pk
    assert count(Migrant) == files


def test_without_any_basis_nothing_is_stored(cast: Cast) -> None:
    with unchanged(), for_member(cast.daniyar), pytest.raises(NoBasis):
        begin(cast.daniyar, person=cast.rustam, basis=None)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_consent_of_another_time_is_no_basis(cast: Cast, days: int) -> None:
    given_on = TODAY + timedelta(days=days)
    expires_on = given_on if days < 0 else None
    begin(
        cast.daniyar,
        person=cast.rustam,
        basis=replace(AGREED, given_on=given_on, expires_on=expires_on),
    )
    with unchanged(), for_member(cast.daniyar), pytest.raises(NoBasis):
        begin(cast.daniyar, person=cast.rustam, basis=None)


def test_sent_twice_it_is_stored_once(cast: Cast) -> None:
    submission = uuid.uuid4()
    first = begin(cast.aigul, submission=submission)
    with unchanged():
        assert begin(cast.aigul, submission=submission) == first


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "deportation"},
        {"person": replace(NEWCOMER, full_name=" ")},
        {"basis": replace(AGREED, given_how="spoken")},
        {"basis": NamedBasis("danger_to_life", "")},
        {"person": replace(NEWCOMER, facts=MigrantFacts("tg", birth_precision="day"))},
    ],
)
def test_whatever_part_cannot_be_stored_nothing_is(cast: Cast, broken: dict[str, Any]) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError):
        begin(cast.aigul, **broken)


def test_what_is_no_phone_number_is_not_stored(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(ValueError, match="international form"):
        begin(cast.aigul, person=replace(NEWCOMER, phone="901"))


@pytest.mark.parametrize("name", ["dr_ahmetov", "madina", "officer_kg", "officer_reception"])
def test_nobody_else_begins_a_case(cast: Cast, name: str) -> None:
    by = cast.members[name]
    with unchanged(), for_member(by), pytest.raises(DatabaseError, match="row-level security"):
        begin(by)


def test_the_number_of_somebody_elses_submission_gives_nothing_away(cast: Cast) -> None:
    submission = uuid.uuid4()
    begin(cast.timur, submission=submission)
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError):
        begin(cast.aigul, submission=submission)
