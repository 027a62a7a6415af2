"""One side proposes, the other confirms, either ends; the database holds each to its part."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from cases import agreements
from cases.actions import confirm_agreement, end_agreement, propose_agreement
from cases.actions.agreement import AgreementTerms, AlreadyAgreed, MayNotAgree
from cases.models import SharingAgreement
from cases.models.agreement import AgreementEnd
from tests.agreements import DAY, agree_instead, agreement_of, without_agreement
from tests.at_once import second_waits_for_first
from tests.cast import NOW, TODAY, Cast
from tests.watching import assert_codes_only, audited, unchanged

TERMS = AgreementTerms(("identity", "health"), TODAY, TODAY + 365 * DAY)
E_ = AgreementEnd


def propose(
    by: Acting,
    partner: Organisation,
    terms: AgreementTerms = TERMS,
    key: uuid.UUID | None = None,
) -> SharingAgreement:
    with for_member(by) as acting:
        return propose_agreement(
            by=acting,
            partner=partner,
            terms=terms,
            submission=key or uuid.uuid4(),
            now=NOW,
            today=TODAY,
        )


def confirm(by: Acting, agreement: SharingAgreement) -> bool:
    with for_member(by) as acting:
        return confirm_agreement(by=acting, agreement=agreement, now=NOW)


def end(by: Acting, agreement: SharingAgreement, because: AgreementEnd = E_.NOT_KEPT) -> object:
    with for_member(by) as acting:
        return end_agreement(by=acting, agreement=agreement, because=because, now=NOW)


def proposed(cast: Cast) -> SharingAgreement:
    """Let Madina propose to the TB clinic what they have not agreed yet."""
    without_agreement(cast, cast.komek, cast.tb_clinic)
    return propose(cast.madina, cast.tb_clinic)


def holds(cast: Cast, today: datetime.date = TODAY) -> bool:
    with for_member(cast.aigul) as by:
        return agreements.in_force_with(by, cast.tb_clinic.pk, today) is not None


def test_what_is_proposed_holds_once_the_other_side_confirms_it(cast: Cast) -> None:
    agreement = proposed(cast)
    assert not holds(cast)
    with audited() as entries:
        assert confirm(cast.karima, agreement)
    assert holds(cast)
    assert [(e.verb, e.subject_id, e.data_classes) for e in entries] == [
        ("granted", agreement.pk, ["health", "identity"])
    ]
    assert_codes_only(entries)


def test_neither_the_proposer_nor_a_stranger_confirms(cast: Cast) -> None:
    agreement = proposed(cast)
    with unchanged():
        assert not confirm(cast.madina, agreement)
        assert not confirm(cast.dr_ahmetov, agreement)
    with for_member(cast.timur):
        assert not SharingAgreement.objects.filter(pk=agreement.pk).exists()


def test_confirming_twice_is_written_down_once(cast: Cast) -> None:
    agreement = proposed(cast)
    assert confirm(cast.karima, agreement)
    with unchanged():
        assert not confirm(cast.karima, agreement)


def test_the_same_form_proposes_once(cast: Cast) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    key = uuid.uuid4()
    first = propose(cast.madina, cast.tb_clinic, key=key)
    with unchanged():
        assert propose(cast.madina, cast.tb_clinic, key=key) == first


@pytest.mark.parametrize("first", ["madina", "karima"])
def test_a_pair_has_one_open_agreement_whoever_asks(cast: Cast, first: str) -> None:
    proposed(cast)
    partner = cast.tb_clinic if first == "madina" else cast.komek
    with unchanged(), pytest.raises(AlreadyAgreed):
        propose(cast.members[first], partner)


@pytest.mark.parametrize("kind", ["consulate_kg", "reception_centre", "health_department"])
def test_nobody_behind_the_firewall_agrees_to_anything(cast: Cast, kind: str) -> None:
    house: Organisation = getattr(cast, kind)
    with unchanged(), pytest.raises(MayNotAgree):
        propose(cast.madina, house)
    with unchanged(), pytest.raises(IntegrityError, match="firewall"), transaction.atomic():
        agree_instead(cast, cast.komek, house)
    with for_member(cast.madina) as by:
        assert house not in agreements.partners_of(by)


def test_what_ran_out_makes_room_for_another(cast: Cast) -> None:
    old = agree_instead(cast, cast.komek, cast.tb_clinic, until_on=TODAY - DAY)
    assert not holds(cast)
    propose(cast.madina, cast.tb_clinic)
    with for_system(reason="tests"):
        old.refresh_from_db()
    assert (old.end_reason, old.ended_by) == ("ran_out", cast.madina.user)


@pytest.mark.parametrize("name", ["madina", "karima"])
def test_either_side_ends_it_and_it_is_written_down(cast: Cast, name: str) -> None:
    agreement = agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    with audited() as entries:
        assert end(cast.members[name], agreement) == 0
    assert not holds(cast)
    assert [(e.verb, e.detail) for e in entries] == [("ended", {"because": "not_kept"})]
    with unchanged():
        assert end(cast.members[name], agreement) is None


@pytest.mark.parametrize("name", ["aigul", "saule", "dr_ahmetov"])
def test_who_does_not_administer_reads_it_and_changes_nothing(cast: Cast, name: str) -> None:
    agreement = agreement_of(cast.komek, cast.tb_clinic)
    assert agreement
    with unchanged():
        assert end(cast.members[name], agreement) is None
    with for_member(cast.members[name]):
        assert SharingAgreement.objects.filter(pk=agreement.pk).exists()
    with unchanged(), pytest.raises(DatabaseError):
        propose(cast.members[name], cast.tirek)


@pytest.mark.parametrize(
    "columns",
    [
        {"data_classes": ["notes"]},
        {"until_on": TODAY + 4000 * DAY},
        {"confirmed_at": NOW + DAY},
        {"ended_at": NOW, "end_reason": "not_kept", "ended_by_id": "karima"},
    ],
)
def test_what_was_agreed_is_not_rewritten_nor_ended_in_anothers_name(
    cast: Cast, columns: dict[str, object]
) -> None:
    if "ended_by_id" in columns:
        columns = columns | {"ended_by_id": cast.karima.user_id}
    rows = SharingAgreement.objects.filter(first=cast.komek)
    refused = pytest.raises(IntegrityError, match="agree")
    with unchanged(), for_member(cast.madina), refused, transaction.atomic():
        rows.update(**columns)


def test_nobody_confirms_by_hand_what_their_own_side_proposed(cast: Cast) -> None:
    agreement = proposed(cast)
    refused = pytest.raises(IntegrityError, match="speaks for itself")
    with unchanged(), for_member(cast.madina), refused, transaction.atomic():
        SharingAgreement.objects.filter(pk=agreement.pk).update(
            confirmed_at=NOW, confirmed_by=cast.karima.user
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_once_one_stands(cast: Cast) -> None:
    without_agreement(cast, cast.komek, cast.tb_clinic)
    first, second = second_waits_for_first(
        (cast.madina, lambda: propose(cast.madina, cast.tb_clinic)),
        (cast.karima, lambda: propose(cast.karima, cast.komek)),
    )
    assert isinstance(second, AlreadyAgreed)
    assert agreement_of(cast.komek, cast.tb_clinic) == first
