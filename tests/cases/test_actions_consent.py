"""Consent recorded whole, withdrawn at once everywhere, or a ground in law in its place."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.acting import for_member, for_system
from cases.actions import record_consent, record_legal_basis, withdraw_consent
from cases.actions.consent import BASIS_DAYS, ConsentTerms
from cases.models import Case, CaseGrant, Consent, ConsentRecipient, ConsentText, LegalBasis
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.situations import accept, send, share_a_file
from tests.watching import assert_codes_only, audited, unchanged

TERMS = ConsentTerms(
    data_classes=("tb", "identity"),
    language="ky",
    given_how="spoken",
    given_on=TODAY,
    recipient_kinds=("clinic",),
    expires_on=TODAY + timedelta(days=30),
    interpreter="An interpreter",
    witness="A witness",
    was_read_back=True,
)


def record(cast: Cast, terms: ConsentTerms = TERMS) -> Consent:
    with for_member(cast.aigul) as aigul:
        return record_consent(by=aigul, migrant=cast.gulnara, terms=terms, now=NOW)


def withdraw(cast: Cast) -> int:
    with for_member(cast.aigul) as aigul:
        return withdraw_consent(by=aigul, consent=cast.gulnaras_consent, now=NOW, today=TODAY)


def test_a_consent_keeps_all_that_was_agreed_and_how(cast: Cast) -> None:
    with audited() as entries:
        consent = record(cast)
    kept = {name: getattr(consent, name) for name in ("language", "given_how", "given_on")}
    assert kept == {"language": "ky", "given_how": "spoken", "given_on": TODAY}
    assert (consent.data_classes, consent.recipient_kinds) == (["identity", "tb"], ["clinic"])
    assert (consent.interpreter, consent.witness, consent.was_read_back) == (
        "An interpreter",
        "A witness",
        True,
    )
    assert (consent.organisation, consent.recorded_by) == (cast.komek, cast.aigul.user)
    assert [(entry.verb, entry.subject_type) for entry in entries] == [("created", "consent")]
    assert_codes_only(entries)


def test_a_consent_is_in_the_words_of_the_newest_text_for_its_purpose(cast: Cast) -> None:
    with for_system(reason="tests"):
        for version, purpose, since in (
            ("old", "care", date(2020, 1, 1)),
            ("new", "care", date(2100, 1, 1)),
            ("newer, but for papers", "papers", date(2100, 1, 2)),
        ):
            ConsentText.objects.create(version=version, purpose=purpose, body="-", since=since)
    assert record(cast).text.version == "new"


def test_organisations_named_one_by_one_are_kept(cast: Cast) -> None:
    named = (cast.tb_clinic.pk, cast.hospital.pk)
    consent = record(cast, replace(TERMS, recipient_kinds=(), recipient_ids=named))
    with for_member(cast.aigul):
        rows = ConsentRecipient.objects.filter(consent=consent)
        assert set(rows.values_list("organisation_id", flat=True)) == set(named)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"witness": ""}, "has_a_witness"),
        ({"witness": "", "given_how": "thumb"}, "has_a_witness"),
        ({"data_classes": ()}, "names_data"),
        ({"expires_on": TODAY - timedelta(days=1)}, "ends_after_it_begins"),
    ],
)
def test_a_consent_that_would_not_stand_is_refused_whole(
    cast: Cast, change: dict[str, Any], constraint: str
) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match=constraint):
        record(cast, replace(TERMS, **change))


def test_a_recipient_named_twice_is_refused_whole(cast: Cast) -> None:
    twice = replace(TERMS, recipient_ids=(cast.hospital.pk, cast.hospital.pk))
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="named_once"):
        record(cast, twice)


def test_nobody_else_records_a_consent(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            record_consent(by=by, migrant=cast.gulnara, terms=TERMS, now=NOW)


# --- withdrawing ------------------------------------------------------------------------------------


def test_a_withdrawal_is_kept_whole_and_written_down(cast: Cast) -> None:
    with audited() as entries:
        assert withdraw(cast) == 0
    with for_member(cast.aigul):
        consent = Consent.objects.get(pk=cast.gulnaras_consent.pk)
    assert (consent.withdrawn_at, consent.withdrawn_on) == (NOW, TODAY)
    assert consent.withdrawn_by == cast.aigul.user
    assert [(entry.verb, entry.subject_type) for entry in entries] == [("changed", "consent")]
    assert_codes_only(entries)


def test_a_withdrawal_ends_every_access_that_rests_on_it(cast: Cast) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    grant = accept(cast.dr_ahmetov, referral)
    with audited() as entries:
        assert withdraw(cast) == 1
    with for_member(cast.dr_ahmetov):
        assert not Case.objects.exists()
    with for_system(reason="tests"):
        grant.refresh_from_db()
    assert (grant.end_reason, grant.ended_by) == ("consent_withdrawn", cast.aigul.user)
    assert [(entry.verb, entry.subject_id) for entry in entries] == [
        ("changed", cast.gulnaras_consent.pk),
        ("ended", cast.gulnaras_case.pk),
    ]
    assert_codes_only(entries)


def test_a_withdrawal_reaches_the_cases_a_colleague_keeps(cast: Cast) -> None:
    colleagues = share_a_file(cast)
    accept(cast.dr_ahmetov, send(cast.daniyar, colleagues, cast.tb_clinic, "identity"))
    assert withdraw(cast) == 1
    with for_member(cast.dr_ahmetov):
        assert not Case.objects.exists()


def test_a_withdrawal_leaves_what_rests_on_something_else(cast: Cast) -> None:
    other = record(cast)
    grant = accept(
        cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, "identity")
    )
    assert grant.consent_id == other.pk
    assert withdraw(cast) == 0
    with for_member(cast.dr_ahmetov):
        assert Case.objects.exists()


def test_withdrawing_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    withdraw(cast)
    with unchanged():
        assert withdraw(cast) == 0


def test_the_holders_own_access_does_not_rest_on_consent(cast: Cast) -> None:
    withdraw(cast)
    with for_member(cast.aigul):
        assert Case.objects.filter(pk=cast.gulnaras_case.pk).exists()


def test_nobody_else_withdraws_a_consent(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with unchanged(), for_member(stranger) as by:
            withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)


def test_no_grant_rests_on_a_withdrawn_consent(cast: Cast) -> None:
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    withdraw(cast)
    before = CaseGrant.objects.count()
    with for_member(cast.dr_ahmetov), pytest.raises(Exception, match=r"[0-9a-f-]{36}"):
        accept(cast.dr_ahmetov, referral)
    assert CaseGrant.objects.count() == before


# --- grounds in law ---------------------------------------------------------------------------------


def ground(cast: Cast, reason: str = "Unconscious") -> LegalBasis:
    with for_member(cast.aigul) as aigul:
        return record_legal_basis(
            by=aigul,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason=reason,
            now=NOW,
            today=TODAY,
        )


def test_a_ground_in_law_ends_by_itself_after_a_month(cast: Cast) -> None:
    with audited() as entries:
        basis = ground(cast)
    assert basis.ends_on == TODAY + timedelta(days=BASIS_DAYS)
    assert (basis.reason, basis.organisation) == ("Unconscious", cast.komek)
    assert [(entry.verb, entry.subject_type) for entry in entries] == [("created", "legal_basis")]
    assert_codes_only(entries)
    with for_member(cast.aigul):
        grounds = LegalBasis.objects.all()
        assert grounds.in_force(basis.ends_on).exists()
        assert not grounds.in_force(basis.ends_on + timedelta(days=1)).exists()


def test_a_ground_in_law_without_a_reason_is_refused(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="has_a_reason"):
        ground(cast, reason="")


def test_nobody_else_records_a_ground_in_law(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            record_legal_basis(
                by=by,
                case=cast.gulnaras_case,
                kind="danger_to_life",
                reason="Any",
                now=NOW,
                today=TODAY,
            )


def test_the_same_consent_and_the_same_ground_sent_twice_are_recorded_once(cast: Cast) -> None:
    consent, ground = uuid.uuid4(), uuid.uuid4()
    terms = ConsentTerms(("identity",), "ky", "written", TODAY, recipient_kinds=("clinic",))
    with for_member(cast.aigul) as aigul:
        for _ in range(2):
            record_consent(by=aigul, migrant=cast.gulnara, terms=terms, now=NOW, submission=consent)
            record_legal_basis(
                by=aigul,
                case=cast.gulnaras_case,
                kind="danger_to_life",
                reason="Bleeds",
                now=NOW,
                today=TODAY,
                submission=ground,
            )
        assert Consent.objects.filter(migrant=cast.gulnara).count() == 2
        assert LegalBasis.objects.filter(case=cast.gulnaras_case).count() == 1
