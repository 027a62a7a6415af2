"""Consent of the young: who agrees, by which rule, and what a birth date half known leaves open."""

import datetime
from typing import Any

import pytest
from django.utils import translation

from accounts.acting import for_member
from cases.actions import ByAge, ConsentTerms, record_consent, register_migrant
from cases.actions.consent import NotOfThatAge
from cases.actions.migrant import MigrantFacts
from cases.consent_rules import GROUPS, possible_groups
from cases.forms import ConsentForm, FirstContactForm
from cases.models import Consent
from tests.cases.test_models_constraints import change, refused
from tests.cast import NOW, TODAY, Cast
from tests.watching import unchanged

TODAY_THEN = datetime.date(2026, 11, 23)
WHOLE: dict[str, Any] = {
    "shared": ["identity"],
    "recipients": ["clinic"],
    "given_how": "written",
    "consent_language": "ky",
    "submission": "01a20724-1d45-77ba-b1be-ad21a96cfaa2",
}


@pytest.mark.parametrize(
    ("born", "precision", "groups"),
    [
        ((2008, 11, 23), "day", ("adult",)),
        ((2008, 11, 24), "day", ("16_17",)),
        ((2010, 11, 23), "day", ("16_17",)),
        ((2010, 11, 24), "day", ("under_16",)),
        ((2008, 11, 1), "month", ("16_17", "adult")),
        ((2010, 1, 1), "year", ("under_16", "16_17")),
        ((2008, 1, 1), "year", ("16_17", "adult")),
        ((1990, 1, 1), "year", ("adult",)),
        ((2026, 12, 1), "day", GROUPS),
        (None, "unknown", GROUPS),
    ],
)
def test_a_birth_date_leaves_these_ages_open(
    born: tuple[int, int, int] | None, precision: str, groups: tuple[str, ...]
) -> None:
    birth = datetime.date(*born) if born else None
    assert possible_groups(birth, precision, TODAY_THEN) == groups


def wrong(possible: tuple[str, ...], **typed: str) -> dict[str, list[str]]:
    with translation.override("en"):
        form = ConsentForm(data=WHOLE | typed, today=TODAY, possible=possible)
        return {name: [str(one) for one in said] for name, said in form.errors.items()}


def test_an_adult_by_the_file_is_asked_nothing_more() -> None:
    form = ConsentForm(data=WHOLE, today=TODAY, possible=("adult",))
    assert form.is_valid(), form.errors
    assert form.terms().age == ByAge("adult")
    assert form.minor_parts() == []


def test_an_unknown_age_is_asked() -> None:
    assert wrong(GROUPS) == {"age_group": ["Choose how old the person is."]}
    assert wrong(GROUPS, age_group="adult") == {}


def test_under_sixteen_somebody_agrees_for_the_person() -> None:
    asked = {"guardian": ["Under 16 a parent or guardian agrees. Write their name."]}
    assert wrong(("under_16",)) == asked
    assert wrong(("under_16",), without_guardian_reason="harm") == asked
    relation = {"guardian_relation": ["Choose who this is to the person."]}
    assert wrong(("under_16",), guardian="Ainura") == relation
    assert wrong(("under_16",), guardian="Ainura", guardian_relation="mother") == {}


def test_at_sixteen_one_decides_with_somebody_or_for_a_reason() -> None:
    asked = ["Write the parent or guardian, or choose below why there is none."]
    assert wrong(("16_17",)) == {"guardian": asked}
    assert wrong(("16_17",), without_guardian_reason="on_their_own") == {}
    assert wrong(("16_17",), guardian="Ainura", guardian_relation="mother") == {}


def test_nobody_agrees_in_place_of_an_adult() -> None:
    said = ["Whoever is 18 or older agrees alone. Leave this empty."]
    assert wrong(("adult",), guardian="Ainura") == {"guardian": said}


def test_the_first_page_takes_the_age_from_its_own_birth_date() -> None:
    typed = {**WHOLE, "basis": "consent", "birth_year": str(TODAY.year - 40)}
    assert "age_group" not in FirstContactForm(data=typed, today=TODAY).errors
    typed["birth_year"] = ""
    assert "age_group" in FirstContactForm(data=typed, today=TODAY).errors


def terms(*given: str) -> ConsentTerms:
    return ConsentTerms(("identity",), "ky", "written", TODAY, age=ByAge(*given))


def test_a_child_is_not_recorded_as_an_adult(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        born = TODAY.replace(year=TODAY.year - 10, day=1)
        facts = MigrantFacts("ky", birth_date=born, birth_precision="day")
        child = register_migrant(by=by, facts=facts, full_name="Bermet", now=NOW)
        with unchanged(), pytest.raises(NotOfThatAge):
            record_consent(by=by, migrant=child, terms=terms(), now=NOW)
        given = terms("under_16", "Ainura", "mother")
        stored = record_consent(by=by, migrant=child, terms=given, now=NOW)
    assert (stored.guardian, stored.guardian_relation) == ("Ainura", "mother")


@pytest.mark.parametrize(
    "columns",
    [
        {"age_group": "under_16"},
        {"age_group": "16_17"},
        {"age_group": "adult", "without_guardian_reason": "harm"},
        {"age_group": "adult", "guardian": "Ainura", "guardian_relation": "mother"},
        {"age_group": "older"},
    ],
)
def test_the_database_wants_a_guardian_or_a_rule(cast: Cast, columns: dict[str, str]) -> None:
    consent = {"pk": cast.gulnaras_consent.pk}
    refused(Consent, "a_minor_has_a_guardian_or_a_rule", consent, **columns)


def test_a_guardian_is_somebody_to_the_person(cast: Cast) -> None:
    consent, teen = {"pk": cast.gulnaras_consent.pk}, {"age_group": "16_17", "guardian": "A"}
    refused(Consent, "a_guardian_has_a_relation", consent, **teen)
    change(Consent, consent, teen | {"guardian_relation": "father"})
