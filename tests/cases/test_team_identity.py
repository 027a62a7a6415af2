"""A team knows whose file is whose: class 1 of every file, and nothing else of a colleague's."""

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.acting import for_member
from cases import queries
from cases.actions import add_contact, add_name, open_case
from cases.models import (
    Case,
    Consent,
    ContactPoint,
    Migrant,
    MigrantName,
    NameKey,
    Note,
    StateContactBlock,
    SymptomScreen,
    Task,
)
from reminders.models import Mute, Reminder
from tests.cast import GULNARA, GULNARAS_PHONE, NOW, TODAY, Cast
from tests.logins import browser_of
from tests.situations import write_records
from tests.watching import unchanged

HANGS_ON_A_FILE: tuple[Any, ...] = (Consent, ContactPoint, StateContactBlock, Mute, Reminder)
HANGS_ON_A_CASE: tuple[Any, ...] = (Note, Task, SymptomScreen)


def page(cast: Cast, who: str, address: str) -> str:
    return browser_of(cast.members[who].user).get(address).content.decode()


def test_of_a_colleagues_file_only_the_main_name_is_read(cast: Cast) -> None:
    write_records(cast)
    with for_member(cast.daniyar) as by:
        names = MigrantName.objects.visible_to(by).filter(migrant=cast.gulnara)
        assert [(name.full, name.is_main) for name in names] == [(GULNARA, True)]
        for model in HANGS_ON_A_FILE:
            assert not model.objects.visible_to(by).filter(migrant=cast.gulnara).exists(), model
        for of_case in HANGS_ON_A_CASE:
            rows = of_case.objects.visible_to(by)
            assert not rows.filter(case=cast.gulnaras_case).exists(), of_case


def test_a_search_finds_a_colleagues_file_by_its_main_name_and_by_nothing_else(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        add_name(by=by, migrant=cast.gulnara, full="Ainura", kind="alias", now=NOW)
    with for_member(cast.daniyar) as by:
        found = queries.find_migrants(by, GULNARA, TODAY)
        assert [(one.name, one.caseworker) for one in found] == [(GULNARA, "Aigul")]
        number = cast.gulnaras_case.number
        for asked in ("Ainura", GULNARAS_PHONE, number):
            assert queries.find_migrants(by, asked, TODAY) == [], asked
        assert not NameKey.objects.visible_to(by).filter(key="ainura").exists()


def test_one_list_has_ones_own_people_and_the_other_the_whole_teams(cast: Cast) -> None:
    with for_member(cast.daniyar) as by:
        own = queries.list_migrants(by, number=1, today=TODAY).rows
        team = queries.list_migrants(by, number=1, today=TODAY, of_team=True).rows
    assert [one.id for one in own] == [cast.rustam.pk]
    assert {one.id for one in team} == {cast.rustam.pk, cast.gulnara.pk}


def test_the_switch_to_the_whole_team_is_offered_to_who_has_files_of_their_own(cast: Cast) -> None:
    assert "?of=team" in page(cast, "daniyar", "/migrants/")
    assert GULNARA not in page(cast, "daniyar", "/migrants/")
    assert GULNARA in page(cast, "daniyar", "/migrants/?of=team")
    for who in ("saule", "dr_ahmetov"):
        assert "?of=team" not in page(cast, who, "/migrants/")
    assert GULNARA not in page(cast, "timur", "/migrants/?of=team")


def test_the_page_of_a_colleagues_file_says_who_it_is_and_who_keeps_it_and_no_more(
    cast: Cast,
) -> None:
    write_records(cast)
    said = page(cast, "daniyar", f"/migrants/{cast.gulnara.pk}/")
    for known in (GULNARA, "Kept by Aigul", "Kyrgyzstan", "Woman"):
        assert known in said
    for kept in ("•••", "GULNARA ASANOVA", ">Kyrgyz<", "consents", "contacts", "change/"):
        assert kept not in said, kept


@pytest.mark.parametrize(
    "act", ["change", "names/new", "contacts/new", "cases/new", "consents/new"]
)
def test_on_a_colleagues_file_nothing_is_done(cast: Cast, act: str) -> None:
    client = Client()
    client.force_login(cast.daniyar.user)
    with unchanged(but=frozenset({"audit_entry"})):
        answer = client.post(f"/migrants/{cast.gulnara.pk}/{act}/", {"full": "Another"})
    assert answer.status_code == 404


def test_the_database_lets_nobody_write_on_a_colleagues_file(cast: Cast) -> None:
    def name() -> None:
        add_name(by=by, migrant=cast.gulnara, full="Another", kind="alias", now=NOW)

    def phone() -> None:
        add_contact(by=by, migrant=cast.gulnara, phone="+77010000000", now=NOW)

    def case() -> None:
        open_case(by=by, migrant=cast.gulnara, kind="other", submission=uuid.uuid4(), now=NOW)

    def key() -> None:
        main = MigrantName.objects.get(migrant=cast.gulnara)
        NameKey.objects.create(name=main, migrant=cast.gulnara, key="another")

    with unchanged():
        for write in (name, phone, case, key):
            refused = pytest.raises(ProgrammingError, match="row-level security")
            with for_member(cast.daniyar) as by, refused, transaction.atomic():
                write()
        with for_member(cast.daniyar):
            assert Migrant.objects.filter(pk=cast.gulnara.pk).update(sex="male") == 0
            assert Case.objects.filter(pk=cast.gulnaras_case.pk).update(kind="other") == 0


def test_strangers_and_the_firewalled_do_not_know_the_file(cast: Cast) -> None:
    for who in ("timur", "bekzat", "dr_lee", "officer_kg", "officer_reception", "madina"):
        with for_member(cast.members[who]), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_migrant WHERE id = %s", [cast.gulnara.pk])
            assert cursor.fetchone() == (0,), who


def test_a_supervisor_corrects_who_a_person_is_and_leaves_the_stay_as_it_was(cast: Cast) -> None:
    with for_member(cast.aigul):
        Migrant.objects.filter(pk=cast.gulnara.pk).update(expected_departure_on=TODAY)
    client = Client()
    client.force_login(cast.saule.user)
    address = f"/migrants/{cast.gulnara.pk}/change/"
    assert "expected_departure_on" not in client.get(address).content.decode()
    typed = {"sex": "male", "citizenship": "KG", "language": "ky", "reads": "yes", "version": "1"}
    typed |= {"why": "said"}
    assert client.post(address, typed | {"expected_departure_on": ""}).status_code == 302
    with for_member(cast.aigul):
        stored = Migrant.objects.get(pk=cast.gulnara.pk)
    assert (stored.sex, stored.expected_departure_on) == ("male", TODAY)
