"""Who sees which rows, said as one would tell a lawyer, for each situation of Gulnara's case."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.acting import for_member, for_system
from cases.models import (
    Case,
    CaseGrant,
    Consent,
    ContactPoint,
    LegalBasis,
    Migrant,
    MigrantName,
    NameKey,
    Note,
    SymptomScreen,
    Task,
)
from tests.cast import AGREED, MEMBER_NAMES, Cast
from tests.situations import (
    accept,
    answer,
    consent_withdrawn,
    grants_expired,
    send,
    share_a_file,
    write_records,
)


def seen(cast: Cast, model: Any, who: str) -> Any:
    """Return what a member sees, by the application's rule and the database's together."""
    with for_member(cast.members[who]) as acting:
        return list(model.objects.visible_to(acting))


def files_seen(cast: Cast, who: str) -> set[str]:
    names = {cast.gulnara.pk: "gulnara", cast.rustam.pk: "rustam", cast.zarina.pk: "zarina"}
    return {names[one.pk] for one in seen(cast, Migrant, who) if one.pk in names}


def cases_seen(cast: Cast, who: str) -> set[str]:
    names = {
        cast.gulnaras_case.pk: "gulnara",
        cast.rustams_case.pk: "rustam",
        cast.zarinas_case.pk: "zarina",
    }
    return {names[one.pk] for one in seen(cast, Case, who) if one.pk in names}


OPENED = {
    "aigul": {"gulnara"},
    "daniyar": {"rustam"},
    "saule": {"gulnara", "rustam"},
    "timur": {"zarina"},
    "bekzat": {"zarina"},
}
# Colleagues read each other's class 1.
KNOWN = OPENED | {"aigul": {"gulnara", "rustam"}, "daniyar": {"gulnara", "rustam"}}


@pytest.mark.parametrize("who", MEMBER_NAMES)
def test_before_any_referral_each_opens_their_own_a_supervisor_the_teams_and_the_team_knows_whom(
    cast: Cast, who: str
) -> None:
    assert files_seen(cast, who) == KNOWN.get(who, set())
    assert cases_seen(cast, who) == OPENED.get(who, set())


@pytest.mark.parametrize("who", MEMBER_NAMES)
def test_a_referral_that_was_only_sent_opens_nothing(cast: Cast, who: str) -> None:
    send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    assert files_seen(cast, who) == KNOWN.get(who, set())
    assert cases_seen(cast, who) == OPENED.get(who, set())


@pytest.mark.parametrize("who", MEMBER_NAMES)
def test_an_accepted_referral_opens_the_case_to_that_clinic_alone(cast: Cast, who: str) -> None:
    accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))
    clinic = {"dr_ahmetov": {"gulnara"}, "nurse_olga": {"gulnara"}}
    assert files_seen(cast, who) == (KNOWN | clinic).get(who, set())
    assert cases_seen(cast, who) == (OPENED | clinic).get(who, set())


def test_an_answered_referral_closes_the_case_to_the_clinic(cast: Cast) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    accept(cast.dr_ahmetov, referral)
    answer(cast.dr_ahmetov, referral)
    assert cases_seen(cast, "dr_ahmetov") == files_seen(cast, "dr_ahmetov") == set()


@pytest.mark.parametrize("end", [consent_withdrawn, grants_expired])
def test_withdrawn_or_run_out_nothing_of_gulnara_is_left_with_the_clinic(
    cast: Cast, end: Callable[[Cast], object]
) -> None:
    end(cast)
    assert "gulnara" not in cases_seen(cast, "dr_ahmetov") | files_seen(cast, "dr_ahmetov")
    for model in (MigrantName, NameKey, ContactPoint):
        assert not [
            row for row in seen(cast, model, "dr_ahmetov") if row.migrant_id == cast.gulnara.pk
        ]


@pytest.mark.situation("grants active")
def test_a_grant_without_identity_shows_the_case_and_not_whose_it_is(cast: Cast) -> None:
    assert "rustam" in cases_seen(cast, "dr_lee")
    assert "rustam" not in files_seen(cast, "dr_lee")
    assert not [
        one for one in seen(cast, MigrantName, "dr_lee") if one.migrant_id == cast.rustam.pk
    ]


@pytest.mark.parametrize(
    ("classes", "names", "phones"),
    [
        (("identity",), 1, 0),
        (("identity", "contact"), 1, 1),
        (("contact",), 0, 1),
        (("health",), 0, 0),
    ],
)
def test_a_clinic_sees_names_and_phones_as_far_as_the_grant_goes(
    cast: Cast, classes: tuple[str, ...], names: int, phones: int
) -> None:
    write_records(cast)
    accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *classes))
    found = seen(cast, MigrantName, "dr_ahmetov")
    assert len(found) == names
    assert all(name.is_main for name in found)
    assert len(seen(cast, ContactPoint, "dr_ahmetov")) == phones


@pytest.mark.situation("grants active")
def test_what_staff_keep_for_themselves_is_never_shared(cast: Cast) -> None:
    for who in ("dr_ahmetov", "nurse_olga", "dr_lee"):
        for model in (Consent, LegalBasis, Task):
            assert seen(cast, model, who) == [], model


@pytest.mark.situation("grants active")
def test_a_clinic_reads_its_own_notes_only_and_screens_only_with_the_class(cast: Cast) -> None:
    assert [note.text for note in seen(cast, Note, "dr_ahmetov")] == ["Seen"]
    assert seen(cast, Note, "nurse_olga") == []
    screened = {screen.case_id for screen in seen(cast, SymptomScreen, "dr_lee")}
    assert screened == {cast.rustams_case.pk}


def test_a_colleague_with_a_case_of_the_person_sees_the_file_and_not_the_other_case(
    cast: Cast,
) -> None:
    second = share_a_file(cast)
    for who in ("daniyar", "aigul"):
        with for_member(cast.members[who]) as acting:
            assert Migrant.objects.opened_to(acting).filter(pk=cast.gulnara.pk).exists()
    assert cases_seen(cast, "daniyar") == {"rustam"}
    assert second in seen(cast, Case, "daniyar")
    assert second not in seen(cast, Case, "aigul")


def test_the_holder_sees_to_whom_a_case_was_opened_even_after_it_ended(cast: Cast) -> None:
    consent_withdrawn(cast)
    for who in ("aigul", "saule"):
        given = [one for one in seen(cast, CaseGrant, who) if one.case_id == cast.gulnaras_case.pk]
        assert {one.organisation_id for one in given} == {cast.komek.pk, cast.tb_clinic.pk}
    assert not [one for one in seen(cast, CaseGrant, "timur") if one.owner_id == cast.komek.pk]


def test_the_system_sees_every_row(cast: Cast) -> None:
    with for_system(reason="tests") as system:
        for model in (Case, Migrant, CaseGrant, Consent, MigrantName, ContactPoint, SymptomScreen):
            assert model.objects.visible_to(system).count() == model.objects.count()
