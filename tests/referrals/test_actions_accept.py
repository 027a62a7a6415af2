"""Receiving and accepting: the case opens by the classes and the time of the basis."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError

from accounts.acting import for_member, for_system
from accounts.permissions import Permission
from audit.models import Entry
from cases import access
from cases.actions import record_consent, record_legal_basis, withdraw_consent
from cases.actions.consent import ConsentTerms
from cases.models import Case, Consent, ContactPoint, LegalBasis, Migrant
from referrals import actions
from referrals.actions.answer import BasisEnded
from referrals.models import Referral
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.referrals.stages import (
    asking,
    brought_to,
    current_grants_by,
    done,
    fresh,
    grants_by,
)
from tests.situations import send
from tests.watching import audited, unchanged

DAY = datetime.timedelta(days=1)


# --- receiving and accepting ----------------------------------------------------------------------


def test_confirming_receipt_opens_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    assert referral.received_at == NOW
    assert grants_by(referral) == []
    with for_member(cast.dr_ahmetov) as reader:
        assert not Case.objects.visible_to(reader).exists()


def test_accepting_opens_the_case_by_the_classes_and_on_the_basis_of_the_sender(
    cast: Cast,
) -> None:
    referral = brought_to(cast, "accepted", asking(cast, "identity", "health"))
    (grant,) = current_grants_by(referral)
    assert (grant.case_id, grant.migrant_id) == (cast.gulnaras_case.pk, cast.gulnara.pk)
    assert (grant.owner_id, grant.organisation_id) == (cast.komek.pk, cast.tb_clinic.pk)
    assert grant.data_classes == ["health", "identity"]
    assert (grant.consent_id, grant.legal_basis_id) == (cast.gulnaras_consent.pk, None)
    assert (grant.granted_by_id, grant.reason) == (cast.dr_ahmetov.user_id, "referral")
    assert (grant.ends_at, grant.end_reason) == (None, "")
    assert referral.accepted_at == NOW


def test_after_accepting_the_doctor_sees_what_was_shared_and_no_more(cast: Cast) -> None:
    brought_to(cast, "accepted", asking(cast, "identity", "health"))
    with for_member(cast.dr_ahmetov) as reader:
        case = access.get_case(reader, cast.gulnaras_case.pk, Permission.SEE_CASE)
        assert case == cast.gulnaras_case
        assert list(Migrant.objects.visible_to(reader)) == [cast.gulnara]
        assert not ContactPoint.objects.visible_to(reader).exists()
        assert not Consent.objects.visible_to(reader).exists()
    with for_member(cast.dr_lee) as stranger:
        assert not Case.objects.visible_to(stranger).exists()


def test_accepting_says_in_the_audit_what_was_opened(cast: Cast) -> None:
    referral = brought_to(cast, "received", asking(cast, "identity", "health"))
    with audited() as entries:
        done(cast, referral, "accept")
    (granted,) = [entry for entry in entries if entry.verb == "granted"]
    assert (granted.subject_type, granted.subject_id) == ("case", cast.gulnaras_case.pk)
    assert granted.data_classes == ["health", "identity"]
    assert granted.organisation_id == cast.tb_clinic.pk


def test_checking_the_senders_consent_leaves_the_doctor_no_wider_eyes(cast: Cast) -> None:
    referral = brought_to(cast, "received", asking(cast, "identity"))
    with for_member(cast.dr_ahmetov) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)
        assert not Consent.objects.exists()
        assert list(Case.objects.all()) == [cast.gulnaras_case]
        # Of the audit a clinic reads its own acts.
        assert {entry.actor_id for entry in Entry.objects.all()} <= {by.user_id}


def test_access_ends_with_the_last_day_of_the_consent(cast: Cast) -> None:
    last = TODAY + 30 * DAY
    terms = ConsentTerms(
        AGREED, "ky", "written", TODAY, recipient_kinds=("clinic",), expires_on=last
    )
    with for_member(cast.aigul) as by:
        record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    (grant,) = current_grants_by(brought_to(cast, "accepted"))
    assert grant.ends_at is not None
    midnight = datetime.datetime.combine(last + DAY, datetime.time(), NOW.tzinfo)
    assert grant.ends_at == midnight
    assert grant.end_reason == "consent_ends"


def test_a_consent_withdrawn_since_it_was_sent_opens_nothing(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
    with unchanged(), pytest.raises(BasisEnded):
        done(cast, referral, "accept")


def test_a_consent_that_ran_out_since_it_was_sent_opens_nothing(cast: Cast) -> None:
    terms = ConsentTerms(
        AGREED, "ky", "written", TODAY, recipient_kinds=("clinic",), expires_on=TODAY
    )
    with for_member(cast.aigul) as by:
        record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    referral = brought_to(cast, "received")
    with unchanged(), pytest.raises(BasisEnded), for_member(cast.dr_ahmetov) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW + DAY, today=TODAY + DAY)
    assert done(cast, referral, "accept").state == "accepted"


def test_a_new_consent_does_not_revive_a_referral_sent_on_an_old_one(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with for_member(cast.aigul) as by:
        withdraw_consent(by=by, consent=cast.gulnaras_consent, now=NOW, today=TODAY)
        terms = ConsentTerms(AGREED, "ky", "written", TODAY, recipient_kinds=("clinic",))
        record_consent(by=by, migrant=cast.gulnara, terms=terms, now=NOW)
    with unchanged(), pytest.raises(BasisEnded):
        done(cast, referral, "accept")


def emergency(cast: Cast) -> Referral:
    """Let Daniyar refer Rustam, who cannot speak, on a ground in law; the hospital has it."""
    with for_member(cast.daniyar) as by:
        record_legal_basis(
            by=by,
            case=cast.rustams_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW,
            today=TODAY,
        )
    referral = send(
        cast.daniyar, cast.rustams_case, cast.hospital, "identity", "health", reason="emergency"
    )
    with for_member(cast.dr_lee) as by:
        actions.receive_referral(by=by, referral=referral, now=NOW)
    return fresh(referral)


def test_a_ground_in_law_opens_the_case_until_it_ends(cast: Cast) -> None:
    referral = emergency(cast)
    with for_member(cast.dr_lee) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)
    (grant,) = current_grants_by(referral)
    assert grant.consent_id is None
    assert grant.legal_basis_id == referral.legal_basis_id is not None
    assert grant.ends_at == datetime.datetime.combine(TODAY + 31 * DAY, datetime.time(), NOW.tzinfo)


def test_a_ground_in_law_that_has_ended_opens_nothing(cast: Cast) -> None:
    referral = emergency(cast)
    with for_system(reason="tests"):
        LegalBasis.objects.update(ends_on=TODAY - DAY)
    with unchanged(), pytest.raises(BasisEnded), for_member(cast.dr_lee) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)


def test_what_goes_wrong_otherwise_is_not_taken_for_a_consent_that_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = brought_to(cast, "received")

    def broken(**_terms: object) -> None:
        raise IntegrityError("one_grant_a_source")

    monkeypatch.setattr("referrals.actions.answer.grant_access", broken)
    with unchanged(), pytest.raises(IntegrityError, match="one_grant_a_source"):
        done(cast, referral, "accept")


def test_a_clinic_that_was_not_asked_cannot_accept(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    with unchanged(), pytest.raises(actions.MovedMeanwhile), for_member(cast.dr_lee) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)


def test_the_sender_cannot_accept_in_the_clinics_place(cast: Cast) -> None:
    referral = brought_to(cast, "received")
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with unchanged(), refused, for_member(cast.aigul) as by:
        actions.accept_referral(by=by, referral=referral, now=NOW, today=TODAY)
