"""Files on people: registered whole, names and phones once, corrected knowingly."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError

from accounts.acting import for_member, for_system
from accounts.permissions import DataClass
from cases.actions import (
    add_contact,
    add_name,
    allow_messages,
    change_migrant,
    register_migrant,
)
from cases.actions.migrant import MigrantFacts
from cases.models import ContactPoint, Migrant, MigrantName, NameKey
from cases.stale import ChangedMeanwhile
from tests.cast import GULNARA, GULNARAS_PHONE, NOW, Cast
from tests.watching import assert_codes_only, audited, unchanged

FACTS = MigrantFacts(
    language="tg",
    sex="male",
    birth_date=date(1988, 3, 1),
    birth_precision="month",
    citizenship="TJ",
    other_languages=("ru", "uz"),
    reads="little",
    expected_departure_on=date(2027, 1, 31),
)


def register(cast: Cast, facts: MigrantFacts = FACTS, full: str = "Фарход Назаров") -> Migrant:
    with for_member(cast.aigul) as aigul:
        return register_migrant(by=aigul, facts=facts, full_name=full, now=NOW)


def test_a_file_belongs_to_the_organisation_and_the_caseworker_who_opened_it(cast: Cast) -> None:
    migrant = register(cast)
    with for_member(cast.aigul):
        stored = Migrant.objects.get(pk=migrant.pk)
    assert (stored.organisation, stored.caseworker) == (cast.komek, cast.aigul.user)
    assert (stored.registered_by, stored.registered_at) == (cast.aigul.user, NOW)
    assert {name: getattr(stored, name) for name in FACTS.columns()} == FACTS.columns()
    assert stored.version == 1


def test_two_files_never_share_a_person_by_themselves(cast: Cast) -> None:
    assert register(cast).person_id != register(cast).person_id


def test_the_name_given_becomes_the_main_one_with_its_search_keys(cast: Cast) -> None:
    migrant = register(cast, full="  Фарход   Назаров ")
    with for_member(cast.aigul):
        name = MigrantName.objects.get(migrant=migrant)
        keys = set(NameKey.objects.filter(migrant=migrant).values_list("key", flat=True))
    assert (name.full, name.is_main, name.script) == ("Фарход Назаров", True, "cyrillic")
    assert len(keys) == 2
    assert all(key.isascii() for key in keys)


def test_registering_is_written_down_with_classes_and_without_the_name(cast: Cast) -> None:
    with audited() as entries:
        migrant = register(cast)
    assert [entry.verb for entry in entries] == ["created", "changed"]
    assert {entry.subject_id for entry in entries} == {migrant.pk}
    assert [entry.data_classes for entry in entries] == [["identity"], ["other_names"]]
    assert_codes_only(entries)


def test_what_cannot_be_stored_leaves_no_half_a_file(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(DatabaseError, match="words_are_known"):
        register_migrant(
            by=cast.aigul, facts=replace(FACTS, language="xx"), full_name="Any", now=NOW
        )


def test_a_name_that_is_empty_leaves_no_half_a_file(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(DatabaseError, match="not_empty"):
        register_migrant(by=cast.aigul, facts=FACTS, full_name="  ", now=NOW)


@pytest.mark.parametrize(
    "name", ["dr_ahmetov", "madina", "officer_kg", "officer_reception", "analyst_health"]
)
def test_the_database_lets_only_caseworkers_and_supervisors_open_files(
    cast: Cast, name: str
) -> None:
    with (
        unchanged(),
        for_member(cast.members[name]) as by,
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        register_migrant(by=by, facts=FACTS, full_name="Any", now=NOW)


# --- names ------------------------------------------------------------------------------------------


def name_gulnara(cast: Cast, full: str = "GULNARA ASANOVA", kind: str = "passport") -> MigrantName:
    with for_member(cast.aigul) as aigul:
        return add_name(by=aigul, migrant=cast.gulnara, full=full, kind=kind, now=NOW)


def test_a_second_spelling_stands_beside_the_main_name(cast: Cast) -> None:
    with audited() as entries:
        name = name_gulnara(cast)
    assert (name.is_main, name.script, name.recorded_by) == (False, "latin", cast.aigul.user)
    assert [entry.data_classes for entry in entries] == [[DataClass.OTHER_NAMES]]
    assert_codes_only(entries)


def test_two_spellings_of_one_name_have_the_same_search_keys(cast: Cast) -> None:
    latin = name_gulnara(cast)
    with for_member(cast.aigul):
        main = MigrantName.objects.get(migrant=cast.gulnara, is_main=True)
        keys = [set(name.keys.values_list("key", flat=True)) for name in (latin, main)]
    assert main.full == GULNARA
    assert keys[0] == keys[1]


def test_the_same_name_of_the_same_kind_stands_once(cast: Cast) -> None:
    first = name_gulnara(cast)
    with unchanged():
        assert name_gulnara(cast, full=" GULNARA  ASANOVA") == first


def test_the_same_name_of_another_kind_stands_again(cast: Cast) -> None:
    assert name_gulnara(cast) != name_gulnara(cast, kind="clinic_paper")


def test_a_name_is_not_added_to_a_file_of_others(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            add_name(by=by, migrant=cast.gulnara, full="Any", kind="alias", now=NOW)


# --- phones -----------------------------------------------------------------------------------------


def phone_gulnara(cast: Cast, phone: str = "+996700112233") -> ContactPoint:
    with for_member(cast.aigul) as aigul:
        return add_contact(by=aigul, migrant=cast.gulnara, phone=phone, is_shared=True, now=NOW)


def test_a_phone_is_added_with_whether_it_is_shared(cast: Cast) -> None:
    with audited() as entries:
        contact = phone_gulnara(cast)
    assert (contact.is_shared, contact.is_current, contact.organisation) == (True, True, cast.komek)
    assert [entry.data_classes for entry in entries] == [["contact"]]
    assert_codes_only(entries)


def test_the_same_phone_stands_once(cast: Cast) -> None:
    with unchanged():
        contact = phone_gulnara(cast, GULNARAS_PHONE)
    assert not contact.is_shared


def test_no_number_gets_messages_until_the_person_agreed(cast: Cast) -> None:
    contact = phone_gulnara(cast)
    assert not contact.may_message
    with audited() as entries, for_member(cast.aigul) as by:
        assert allow_messages(by=by, contact=contact, may_message=True)
    assert [(one.verb, one.subject_id, one.detail) for one in entries] == [
        ("changed", contact.pk, {"may_message": True})
    ]
    with unchanged(), for_member(cast.aigul) as by:
        assert not allow_messages(by=by, contact=contact, may_message=True)
    with for_member(cast.saule) as by:
        assert allow_messages(by=by, contact=contact, may_message=False)


def test_adding_a_number_again_keeps_what_the_person_agreed_to(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        for agreed in (True, False):
            contact = add_contact(
                by=by, migrant=cast.gulnara, phone=GULNARAS_PHONE, may_message=agreed, now=NOW
            )
            contact.refresh_from_db()
            assert contact.may_message


@pytest.mark.parametrize("name", ["daniyar", "timur", "dr_ahmetov", "madina"])
def test_others_let_no_messages_go_to_a_number(cast: Cast, name: str) -> None:
    contact = phone_gulnara(cast)
    with unchanged(), for_member(cast.members[name]) as by:
        assert not allow_messages(by=by, contact=contact, may_message=True)


def test_a_phone_is_not_added_to_a_file_of_others(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            add_contact(by=by, migrant=cast.gulnara, phone="+996700112233", now=NOW)


# --- corrections ------------------------------------------------------------------------------------


def change(cast: Cast, facts: MigrantFacts, version: int = 1) -> None:
    with for_member(cast.aigul) as aigul:
        change_migrant(by=aigul, migrant=cast.gulnara, facts=facts, version=version)


def stored_gulnara() -> Migrant:
    with for_system(reason="tests"):
        return Migrant.objects.get(names__full=GULNARA)


def test_a_correction_replaces_all_facts_and_counts_the_version(cast: Cast) -> None:
    with audited() as entries:
        change(cast, FACTS)
    stored = stored_gulnara()
    assert (stored.language, stored.other_languages, stored.version) == ("tg", ["ru", "uz"], 2)
    assert stored.expected_departure_on == date(2027, 1, 31)
    assert [(entry.verb, entry.data_classes) for entry in entries] == [("changed", ["identity"])]
    assert_codes_only(entries)


def test_a_correction_of_an_older_version_changes_nothing_and_says_what_differs(
    cast: Cast,
) -> None:
    change(cast, replace(FACTS, reads="no"))
    with unchanged(), for_member(cast.aigul), pytest.raises(ChangedMeanwhile) as refusal:
        change_migrant(by=cast.aigul, migrant=cast.gulnara, facts=FACTS, version=1)
    (difference,) = refusal.value.differences
    assert (difference.field, difference.yours, difference.theirs) == ("reads", "little", "no")
    assert refusal.value.version == 2


def test_sending_a_correction_twice_differs_in_nothing(cast: Cast) -> None:
    change(cast, FACTS)
    with unchanged(), pytest.raises(ChangedMeanwhile) as refusal:
        change(cast, FACTS)
    assert refusal.value.differences == ()


def test_a_file_of_others_is_not_corrected(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov):
        with unchanged(), for_member(stranger) as by, pytest.raises(Migrant.DoesNotExist):
            change_migrant(by=by, migrant=cast.gulnara, facts=FACTS, version=1)
