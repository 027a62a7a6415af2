"""Access given to others: for the classes and the time of its basis, ended at once."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from cases.actions import end_grants, grant_access, record_legal_basis
from cases.actions.consent import BASIS_DAYS
from cases.models import Case, CaseGrant, Consent, LegalBasis
from cases.models.grant import GrantEnd
from tests.agreements import agreement_of
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.situations import accept, send
from tests.watching import assert_codes_only, audited, unchanged


def grant(
    cast: Cast,
    *,
    by: Acting,
    consent: Consent | None = None,
    legal_basis: LegalBasis | None = None,
    classes: tuple[str, ...] = AGREED,
    source_id: uuid.UUID | None = None,
    ends_at: datetime | None = None,
) -> CaseGrant:
    """Give the actor's organisation access to Gulnara's case."""
    return grant_access(
        by=by,
        case_id=cast.gulnaras_case.pk,
        migrant_id=cast.gulnara.pk,
        owner_id=cast.komek.pk,
        source_id=source_id or uuid.uuid4(),
        data_classes=classes,
        consent=consent,
        legal_basis=legal_basis,
        ends_at=ends_at,
        agreement=agreement_of(cast.komek, by.works_for) if consent else None,
    )


def granted(cast: Cast) -> CaseGrant:
    return accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))


def may_see(acting: Acting, case: Case) -> bool:
    with for_member(acting):
        return Case.objects.filter(pk=case.pk).exists()


def test_access_is_for_an_organisation_with_classes_and_is_written_down(cast: Cast) -> None:
    with for_system(reason="tests"), audited() as entries:
        given = grant(cast, by=cast.dr_ahmetov, consent=cast.gulnaras_consent)
    assert given.organisation == cast.tb_clinic
    assert given.data_classes == sorted(AGREED)
    assert (given.reason, given.granted_by) == ("referral", cast.dr_ahmetov.user)
    assert [(e.verb, e.subject_id, e.data_classes) for e in entries] == [
        ("granted", cast.gulnaras_case.pk, sorted(AGREED))
    ]
    assert_codes_only(entries)


def test_a_grant_opens_the_case_to_all_of_the_clinic_and_to_no_other(cast: Cast) -> None:
    granted(cast)
    assert may_see(cast.dr_ahmetov, cast.gulnaras_case)
    assert may_see(cast.nurse_olga, cast.gulnaras_case)
    assert not may_see(cast.dr_lee, cast.gulnaras_case)
    assert not may_see(cast.dr_ahmetov, cast.rustams_case)


def test_one_source_gives_one_grant(cast: Cast) -> None:
    source = uuid.uuid4()
    with for_system(reason="tests"):
        grant(cast, by=cast.dr_ahmetov, consent=cast.gulnaras_consent, source_id=source)
        with unchanged(), pytest.raises(IntegrityError, match="one_grant_a_source"):
            grant(cast, by=cast.dr_lee, consent=cast.gulnaras_consent, source_id=source)


def test_no_more_classes_than_the_consent_covers(cast: Cast) -> None:
    with (
        for_system(reason="tests"),
        unchanged(),
        pytest.raises(IntegrityError, match="does not cover"),
    ):
        grant(
            cast,
            by=cast.dr_ahmetov,
            consent=cast.gulnaras_consent,
            classes=(*AGREED, "other_names"),
        )


def test_access_rests_on_a_consent_or_a_ground_in_law_and_not_on_both(cast: Cast) -> None:
    with for_member(cast.aigul) as aigul:
        basis = record_legal_basis(
            by=aigul,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Any",
            now=NOW,
            today=TODAY,
        )
    with for_system(reason="tests"):
        consent = cast.gulnaras_consent
        for both_or_none in ((None, None), (consent, basis)):
            with unchanged(), pytest.raises(IntegrityError, match="one_basis"):
                grant(cast, by=cast.dr_lee, consent=both_or_none[0], legal_basis=both_or_none[1])
        in_time = NOW + timedelta(days=9)
        assert grant(cast, by=cast.dr_lee, legal_basis=basis, ends_at=in_time).consent is None


@pytest.mark.parametrize("ends_in", [None, BASIS_DAYS + 2])
def test_access_never_outlives_the_ground_in_law_it_rests_on(
    cast: Cast, ends_in: int | None
) -> None:
    with for_member(cast.aigul) as aigul:
        basis = record_legal_basis(
            by=aigul,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Any",
            now=NOW,
            today=TODAY,
        )
    ends_at = NOW + timedelta(days=ends_in) if ends_in else None
    refusal = pytest.raises(IntegrityError, match="ground in law does not")
    with for_system(reason="tests"), unchanged(), refusal:
        grant(cast, by=cast.dr_lee, legal_basis=basis, ends_at=ends_at)


@pytest.mark.parametrize("wrong", ["case", "migrant", "owner"])
def test_a_grant_names_the_person_and_the_holder_of_its_case(cast: Cast, wrong: str) -> None:
    keys = {
        "case": cast.gulnaras_case.pk,
        "migrant": cast.gulnara.pk,
        "owner": cast.komek.pk,
    } | {
        wrong: {
            "case": cast.rustams_case.pk,
            "migrant": cast.rustam.pk,
            "owner": cast.tirek.pk,
        }[wrong]
    }
    with (
        for_system(reason="tests"),
        unchanged(),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        CaseGrant.objects.create(
            case_id=keys["case"],
            migrant_id=keys["migrant"],
            owner_id=keys["owner"],
            organisation=cast.tb_clinic,
            data_classes=["identity"],
            reason="referral",
            source_id=uuid.uuid4(),
            consent=cast.gulnaras_consent,
            granted_by=cast.dr_ahmetov.user,
        )


@pytest.mark.parametrize("name", ["aigul", "saule", "timur", "dr_ahmetov", "officer_kg"])
def test_no_member_gives_access_without_an_accepted_referral(cast: Cast, name: str) -> None:
    with (
        unchanged(),
        for_member(cast.members[name]) as by,
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        grant(cast, by=by, consent=cast.gulnaras_consent)


# --- ending -----------------------------------------------------------------------------------------


def end(by: Acting, given: CaseGrant) -> int:
    with for_member(by):
        grants = CaseGrant.objects.filter(pk=given.pk)
        return end_grants(by=by, grants=grants, because=GrantEnd.REFERRAL_ENDED)


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov"])
def test_either_side_ends_access_at_once(cast: Cast, name: str) -> None:
    given = granted(cast)
    with audited() as entries:
        assert end(cast.members[name], given) == 1
    assert not may_see(cast.dr_ahmetov, cast.gulnaras_case)
    with for_system(reason="tests"):
        given.refresh_from_db()
    assert given.end_reason == GrantEnd.REFERRAL_ENDED
    assert given.ended_by == cast.members[name].user
    assert [(e.verb, e.detail) for e in entries] == [("ended", {"because": "referral_ended"})]
    assert_codes_only(entries)


def test_ending_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    given = granted(cast)
    end(cast.aigul, given)
    with unchanged():
        assert end(cast.dr_ahmetov, given) == 0


@pytest.mark.parametrize("name", ["timur", "daniyar", "dr_lee", "madina", "officer_kg"])
def test_nobody_else_ends_access(cast: Cast, name: str) -> None:
    given = granted(cast)
    with unchanged():
        assert end(cast.members[name], given) == 0


def test_access_that_ran_out_is_over_by_the_databases_own_clock(cast: Cast) -> None:
    given = granted(cast)
    with for_system(reason="tests"):
        rows = CaseGrant.objects.filter(pk=given.pk)
        rows.update(ends_at=NOW + timedelta(days=1), end_reason="consent_ends")
    assert may_see(cast.dr_ahmetov, cast.gulnaras_case)
    with for_system(reason="tests"):
        rows.update(ends_at=NOW - timedelta(seconds=1))
    assert not may_see(cast.dr_ahmetov, cast.gulnaras_case)


def test_another_grant_keeps_the_case_open(cast: Cast) -> None:
    first = granted(cast)
    accept(
        cast.dr_ahmetov,
        send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, "health", reason="screening"),
    )
    end(cast.aigul, first)
    assert may_see(cast.dr_ahmetov, cast.gulnaras_case)


def test_an_organisation_without_a_grant_is_a_stranger(cast: Cast) -> None:
    granted(cast)
    others = Organisation.objects.exclude(pk__in=[cast.komek.pk, cast.tb_clinic.pk])
    with for_system(reason="tests"):
        assert not CaseGrant.objects.filter(
            case=cast.gulnaras_case, organisation__in=others
        ).exists()
