"""A consent that names only a kind of organisation opens nothing without an agreement."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import for_member, for_system
from accounts.models import Organisation
from cases.actions import end_agreement, record_consent, record_legal_basis
from cases.actions.consent import ConsentTerms
from cases.agreement_rules import ends_at
from cases.consent_rules import Gap
from cases.models import Case, CaseGrant, SharingAgreement
from cases.models.agreement import AgreementEnd
from referrals.actions import accept_referral, receive_referral
from referrals.actions.answer import BasisEnded
from referrals.basis import Basis, NotCovered, find_basis
from referrals.models import Referral
from tests.agreements import DAY, agree_instead, agreement_of, without_agreement
from tests.at_once import second_waits_for_first
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.situations import accept, send
from tests.watching import audited, unchanged


def basis(
    cast: Cast, *classes: str, to: Organisation | None = None, today: datetime.date = TODAY
) -> Basis:
    with for_member(cast.aigul) as by:
        wanted, recipient = classes or AGREED, to or cast.tb_clinic
        return find_basis(by, cast.gulnaras_case, recipient, wanted, today)


def gaps(cast: Cast, *classes: str, today: datetime.date = TODAY) -> frozenset[Gap]:
    with unchanged(), pytest.raises(NotCovered) as refusal:
        basis(cast, *classes, today=today)
    return refusal.value.gaps


def sent(cast: Cast) -> Referral:
    return send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)


def received(cast: Cast) -> Referral:
    """Let Aigul send it and the doctor confirm that it has come in."""
    referral = sent(cast)
    with for_member(cast.dr_ahmetov) as by:
        receive_referral(by=by, referral=referral, now=NOW)
        referral.refresh_from_db()
    return referral


def may_see(cast: Cast) -> bool:
    with for_member(cast.dr_ahmetov):
        return Case.objects.filter(pk=cast.gulnaras_case.pk).exists()


def end_it(cast: Cast, agreement: SharingAgreement) -> int | None:
    with for_member(cast.karima) as by:
        return end_agreement(
            by=by, agreement=agreement, because=AgreementEnd.NO_LONGER_NEEDED, now=NOW
        )


def test_without_an_agreement_nothing_goes_to_a_kind(cast: Cast) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    assert gaps(cast) == {Gap.NO_AGREEMENT}
    # The one with the hospital says nothing about this clinic.
    assert basis(cast, to=cast.hospital).agreement == agreement_of(cast.komek, cast.hospital)


@pytest.mark.parametrize(
    "columns",
    [
        {"confirmed_at": None, "confirmed_by": None},
        {"from_on": TODAY + DAY},
        {"until_on": TODAY - DAY},
        {"data_classes": ["identity", "contact", "health", "referral"]},
    ],
    ids=["not confirmed", "not yet", "expired", "without tuberculosis"],
)
def test_an_agreement_that_does_not_hold_or_cover_is_none(
    cast: Cast, columns: dict[str, object]
) -> None:
    agree_instead(cast, cast.komek, cast.tb_clinic, **columns)
    assert gaps(cast) == {Gap.NO_AGREEMENT}


def test_its_first_and_its_last_day_are_within(cast: Cast) -> None:
    agree_instead(cast, cast.komek, cast.tb_clinic, from_on=TODAY, until_on=TODAY + DAY)
    assert basis(cast).agreement
    assert basis(cast, today=TODAY + DAY).agreement
    assert gaps(cast, today=TODAY + 2 * DAY) == {Gap.NO_AGREEMENT}


def test_whoever_is_named_needs_none_and_neither_does_the_law(cast: Cast) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    with for_member(cast.aigul) as by:
        ground = record_legal_basis(
            by=by,
            case=cast.gulnaras_case,
            kind="danger_to_life",
            reason="Any",
            now=NOW,
            today=TODAY,
        )
        assert basis(cast, "health") == Basis(legal_basis=ground)
        terms = ConsentTerms(AGREED, "ky", "written", TODAY, recipient_ids=(cast.tb_clinic.pk,))
        consent = record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    assert basis(cast) == Basis(consent=consent)
    grant = accept(cast.dr_ahmetov, sent(cast))
    assert (grant.consent_id, grant.agreement_id, grant.ends_at) == (consent.pk, None, None)


def test_an_access_ends_with_the_agreement_where_that_is_earlier(cast: Cast) -> None:
    last = TODAY + 5 * DAY
    agreement = agree_instead(cast, cast.komek, cast.tb_clinic, until_on=last)
    grant = accept(cast.dr_ahmetov, sent(cast))
    assert grant.agreement_id == agreement.pk
    assert (grant.ends_at, grant.end_reason) == (ends_at(last), "agreement_ended")


def test_ending_an_agreement_ends_at_once_what_rests_on_it_and_nothing_else(cast: Cast) -> None:
    agreement = agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    grant = accept(cast.dr_ahmetov, sent(cast))
    elsewhere = accept(cast.dr_lee, send(cast.aigul, cast.gulnaras_case, cast.hospital, "identity"))
    assert may_see(cast)
    with audited() as entries:
        assert end_it(cast, agreement) == 1
    assert not may_see(cast)
    with for_system(reason="tests"):
        grant.refresh_from_db()
        elsewhere.refresh_from_db()
    assert (grant.end_reason, grant.ended_by) == ("agreement_ended", cast.karima.user)
    assert elsewhere.ends_at is None
    ended = [(e.verb, e.subject_type, e.subject_id) for e in entries]
    assert ("ended", "case", cast.gulnaras_case.pk) in ended


def test_what_was_sent_before_it_ended_cannot_be_accepted_after(cast: Cast) -> None:
    referral = received(cast)
    without_agreement(cast, cast.komek, cast.tb_clinic)
    with unchanged(), pytest.raises(BasisEnded), for_member(cast.dr_ahmetov) as by:
        accept_referral(by=by, referral=referral, now=NOW, today=TODAY)


def test_no_grant_by_hand_goes_around_the_agreement(cast: Cast) -> None:
    grant = accept(cast.dr_ahmetov, sent(cast))
    with_hospital = agreement_of(cast.komek, cast.hospital)
    with for_system(reason="tests"), unchanged():
        with pytest.raises(IntegrityError, match="never widens"), transaction.atomic():
            CaseGrant.objects.filter(pk=grant.pk).update(agreement=with_hospital)
        for agreement in (None, with_hospital):
            with pytest.raises(IntegrityError, match="nor its kind"), transaction.atomic():
                CaseGrant.objects.create(
                    case=cast.gulnaras_case,
                    migrant=cast.gulnara,
                    owner=cast.komek,
                    organisation=cast.tb_clinic,
                    data_classes=["identity"],
                    reason="referral",
                    source_id=cast.gulnara.pk,
                    consent=cast.gulnaras_consent,
                    agreement=agreement,
                    granted_by=cast.aigul.user,
                )


@pytest.mark.django_db(transaction=True)
def test_ending_waits_for_whoever_accepts_at_this_moment_and_takes_it_back(cast: Cast) -> None:
    referral, agreement = received(cast), agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    _state, ended = second_waits_for_first(
        (
            cast.dr_ahmetov,
            lambda: accept_referral(by=cast.dr_ahmetov, referral=referral, now=NOW, today=TODAY),
        ),
        (cast.karima, lambda: end_it(cast, agreement)),
    )
    assert ended == 1
    assert not may_see(cast)
