"""The pages of agreements, and what a referral says where one is missing."""

import uuid

import pytest
from django.test import Client
from django.utils import translation

from accounts.acting import for_member, for_system
from cases import agreements
from cases.models import Consent, SharingAgreement
from referrals import actions
from referrals.actions.send import ReferralTerms
from referrals.models import Referral
from tests.agreements import agree_instead, agreement_of, without_agreement
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.logins import log_in_fresh
from tests.watching import unchanged


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["language"] = "en"


def says(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def draft(cast: Cast) -> Referral:
    terms = ReferralTerms(cast.tb_clinic, "initial_test", "Please examine", data_classes=AGREED)
    with for_member(cast.aigul) as by:
        return actions.draft_referral(
            by=by, case=cast.gulnaras_case, terms=terms, submission=uuid.uuid4(), now=NOW
        )


def test_both_sides_see_it_and_the_one_that_is_asked_confirms(cast: Cast, client: Client) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    log_in_fresh(client, cast.madina.user)
    sent = {
        "partner": str(cast.tb_clinic.pk),
        "shared": ["identity", "health"],
        "from_on": TODAY.isoformat(),
        "until_on": "",
        "submission": str(uuid.uuid4()),
    }
    assert client.post("/agreements/new/", sent).status_code == 302
    assert "Waits for them" in says(client, "/agreements/")
    agreement = agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    assert agreement.data_classes == ["health", "identity", "referral"]
    other = Client()
    other.cookies["language"] = "en"
    log_in_fresh(other, cast.karima.user)
    assert "Waits for you" in says(other, "/agreements/")
    assert "Proposes an agreement" in says(other, "/")
    address = f"/agreements/{agreement.pk}/confirm/"
    with unchanged(frozenset({"audit_entry"})):
        assert "Health in general" in says(other, address)
    assert other.post(address).status_code == 302
    assert "In force" in says(client, "/agreements/")


def test_ending_asks_why(cast: Cast, client: Client) -> None:
    log_in_fresh(client, cast.karima.user)
    agreement = agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    address = f"/agreements/{agreement.pk}/end/"
    assert "ends at once" in says(client, address)
    with unchanged():
        assert "Choose an answer." in client.post(address, {}).content.decode()
    assert client.post(address, {"because": "not_kept"}).status_code == 302
    with for_system(reason="tests"):
        agreement.refresh_from_db()
    assert agreement.end_reason == "not_kept"
    assert "It was not kept" in says(client, "/agreements/")


def test_a_proposal_is_declined_without_a_reason(cast: Cast, client: Client) -> None:
    nobody = {"confirmed_at": None, "confirmed_by": None}
    agreement = agree_instead(cast, cast.komek, cast.tb_clinic, **nobody)
    log_in_fresh(client, cast.karima.user)
    assert client.post(f"/agreements/{agreement.pk}/end/").status_code == 302
    with for_system(reason="tests"):
        agreement.refresh_from_db()
    assert agreement.end_reason == "declined"


def test_an_agreement_that_ends_soon_stands_on_the_administrators_home(
    cast: Cast, client: Client
) -> None:
    agree_instead(cast, cast.komek, cast.tb_clinic, until_on=TODAY)
    log_in_fresh(client, cast.madina.user)
    assert "The agreement ends soon." in says(client, "/")
    with for_member(cast.madina) as by:
        (row,) = agreements.waiting_for(by, TODAY)
    assert (row.partner, row.state) == ("City TB clinic", "ending")


def test_who_administers_a_consulate_is_told_that_it_has_none(cast: Cast) -> None:
    with for_member(cast.officer_kg) as by:
        assert not agreements.may_agree(by)
        assert agreements.partners_of(by) == []
        assert agreements.agreements_of(by, TODAY) == []


def test_before_sending_the_page_says_what_is_missing_and_what_to_do(
    cast: Cast, client: Client
) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    referral = draft(cast)
    log_in_fresh(client, cast.aigul.user)
    page = says(client, f"/referrals/{referral.pk}/")
    assert "there is no agreement with City TB clinic" in page
    assert "Ask the person to agree to City TB clinic by name" in page
    refused = client.post(f"/referrals/{referral.pk}/send/").content.decode()
    assert f"?to={cast.tb_clinic.pk}" in refused
    with for_system(reason="tests"):
        referral.refresh_from_db()
    assert referral.state == "draft"


def test_the_person_then_agrees_to_the_clinic_by_its_name(cast: Cast, client: Client) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    log_in_fresh(client, cast.aigul.user)
    address = f"/migrants/{cast.gulnara.pk}/consents/new/?to={cast.tb_clinic.pk}"
    assert "This consent is for City TB clinic and for nobody else." in says(client, address)
    agreed = {
        "shared": ["identity", "health"],
        "given_how": "written",
        "consent_language": "ky",
        "submission": str(uuid.uuid4()),
    }
    assert client.post(address, agreed).status_code == 302
    with for_system(reason="tests"):
        consent = Consent.objects.latest("id")
        assert consent.recipient_kinds == []
        assert [one.organisation for one in consent.recipients.all()] == [cast.tb_clinic]


@pytest.mark.parametrize("key", ["", "no-key", str(uuid.UUID(int=4))])
def test_nobody_is_named_by_a_key_that_leads_nowhere(db: None, key: str) -> None:
    assert agreements.carer(key) is None


def test_a_consulate_is_not_named_for_care(cast: Cast) -> None:
    assert agreements.carer(str(cast.consulate_kg.pk)) is None
    assert agreements.carer(str(cast.tb_clinic.pk)) == cast.tb_clinic


def test_states_have_words_in_the_interface() -> None:
    with translation.override("en"):
        assert {str(label) for label, _tone in agreements.STATES.values()} >= {"In force", "Ended"}
    assert SharingAgreement._meta.get_field("end_reason").choices
