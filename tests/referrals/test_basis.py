"""On what a case may be shared: a consent that covers all of it, or a ground in law."""

import datetime

import pytest

from accounts.acting import for_member, for_system
from accounts.models import Organisation
from accounts.permissions import DataClass
from cases.actions import record_consent, record_legal_basis, withdraw_consent
from cases.actions.consent import ConsentTerms
from cases.consent_rules import Gap
from cases.models import Consent, LegalBasis
from referrals.basis import BY_LAW, Basis, NotCovered, find_basis
from tests.agreements import agreement_of
from tests.cast import NOW, TODAY, Cast
from tests.watching import unchanged

DAY = datetime.timedelta(days=1)
SEEN = ("identity", "contact", "health")


def agree(cast: Cast, *classes: str, **terms: object) -> Consent:
    """Let Rustam, who has agreed to nothing so far, agree to something."""
    given = {"recipient_kinds": ("clinic",), "given_on": TODAY, **terms}
    with for_member(cast.daniyar) as by:
        whole = ConsentTerms(classes or SEEN, "tg", "written", **given)  # type: ignore[arg-type]
        return record_consent(by=by, migrant=cast.rustam, terms=whole, now=NOW)


def name_ground(cast: Cast, today: datetime.date = TODAY) -> LegalBasis:
    with for_member(cast.daniyar) as by:
        return record_legal_basis(
            by=by,
            case=cast.rustams_case,
            kind="danger_to_life",
            reason="Bleeds",
            now=NOW,
            today=today,
        )


def basis(
    cast: Cast,
    *classes: str,
    to: Organisation | None = None,
    today: datetime.date = TODAY,
) -> Basis:
    """Find what a referral of Rustam may rest on; looking changes nothing."""
    with unchanged(), for_member(cast.daniyar) as by:
        return find_basis(by, cast.rustams_case, to or cast.hospital, classes or SEEN, today)


def gaps(
    cast: Cast,
    *classes: str,
    to: Organisation | None = None,
    today: datetime.date = TODAY,
) -> frozenset[Gap]:
    with pytest.raises(NotCovered) as refusal:
        basis(cast, *classes, to=to, today=today)
    return refusal.value.gaps


# --- consent --------------------------------------------------------------------------------------


def test_without_any_consent_nothing_is_covered_and_no_gap_is_named(cast: Cast) -> None:
    assert gaps(cast) == frozenset()


def test_a_consent_for_clinics_covers_every_clinic(cast: Cast) -> None:
    consent = agree(cast)
    for clinic in (cast.hospital, cast.tb_clinic):
        rests_on = agreement_of(cast.komek, clinic)
        assert rests_on
        assert basis(cast, to=clinic) == Basis(consent=consent, agreement=rests_on)


def test_a_consent_for_clinics_covers_nobody_else(cast: Cast) -> None:
    agree(cast)
    for other in (cast.consulate_kg, cast.reception_centre, cast.tirek, cast.health_department):
        assert gaps(cast, to=other) == {Gap.RECIPIENT_NOT_NAMED}


def test_a_consent_that_names_one_clinic_covers_that_one(cast: Cast) -> None:
    consent = agree(cast, recipient_kinds=(), recipient_ids=(cast.hospital.pk,))
    assert basis(cast, to=cast.hospital) == Basis(consent=consent)
    assert gaps(cast, to=cast.tb_clinic) == {Gap.RECIPIENT_NOT_NAMED}


def test_every_class_asked_for_must_be_in_the_consent(cast: Cast) -> None:
    agree(cast)
    assert basis(cast, "health").consent is not None
    assert gaps(cast, "health", "tb") == {Gap.CLASS_NOT_COVERED}


def test_two_consents_are_never_added_up(cast: Cast) -> None:
    agree(cast, "identity")
    agree(cast, "tb")
    assert gaps(cast, "identity", "tb") == {Gap.CLASS_NOT_COVERED}


def test_a_consent_holds_on_its_first_and_on_its_last_day_and_not_around_them(cast: Cast) -> None:
    agree(cast, given_on=TODAY + DAY, expires_on=TODAY + 3 * DAY)
    assert gaps(cast) == {Gap.NOT_YET_VALID}
    assert basis(cast, today=TODAY + DAY).consent is not None
    assert basis(cast, today=TODAY + 3 * DAY).consent is not None
    assert gaps(cast, today=TODAY + 4 * DAY) == {Gap.EXPIRED}


def test_a_withdrawn_consent_covers_nothing_from_that_day_on(cast: Cast) -> None:
    consent = agree(cast)
    with for_member(cast.daniyar) as by:
        withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)
    assert gaps(cast) == {Gap.WITHDRAWN}


def test_of_several_consents_that_cover_it_the_newest_is_taken(cast: Cast) -> None:
    older, newer = agree(cast), agree(cast)
    assert basis(cast).consent == newer
    with for_member(cast.daniyar) as by:
        withdraw_consent(by=by, consent=newer, now=NOW, today=TODAY)
    assert basis(cast).consent == older


def test_a_newer_consent_that_covers_less_does_not_hide_an_older_one(cast: Cast) -> None:
    older = agree(cast)
    agree(cast, "identity")
    assert basis(cast).consent == older


def test_what_is_said_to_be_missing_is_what_the_newest_consent_lacks(cast: Cast) -> None:
    agree(cast, recipient_kinds=("ngo",))
    agree(cast, "identity")
    assert gaps(cast) == {Gap.CLASS_NOT_COVERED}


def test_all_that_is_missing_is_said_at_once(cast: Cast) -> None:
    agree(cast, "identity", recipient_kinds=("ngo",), expires_on=TODAY)
    assert gaps(cast, today=TODAY + DAY) == {
        Gap.EXPIRED,
        Gap.RECIPIENT_NOT_NAMED,
        Gap.CLASS_NOT_COVERED,
    }


def test_a_consent_to_something_else_than_care_opens_no_case_for_care(cast: Cast) -> None:
    consent = agree(cast)
    with for_system(reason="tests"):
        Consent.objects.filter(pk=consent.pk).update(purpose="papers", goes_abroad=True)
    assert gaps(cast) == frozenset()


def test_gulnaras_consent_covers_gulnara_only(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        found = find_basis(by, cast.gulnaras_case, cast.hospital, SEEN, TODAY)
    assert found.consent == cast.gulnaras_consent
    assert gaps(cast) == frozenset()


def test_a_consent_that_the_sender_may_not_see_is_no_basis(cast: Cast) -> None:
    agree(cast)
    with for_member(cast.timur) as stranger, pytest.raises(NotCovered):
        find_basis(stranger, cast.rustams_case, cast.hospital, SEEN, TODAY)


# --- a ground in law ------------------------------------------------------------------------------


def test_the_law_opens_what_care_needs_and_nothing_else(cast: Cast) -> None:
    ground = name_ground(cast)
    assert {str(one) for one in BY_LAW} == {"identity", "contact", "health"}
    for one in DataClass:
        if one in BY_LAW:
            assert basis(cast, one) == Basis(legal_basis=ground)
        else:
            assert gaps(cast, one) == frozenset()
            assert gaps(cast, "health", one) == frozenset()


def test_a_consent_goes_before_the_law(cast: Cast) -> None:
    name_ground(cast)
    consent = agree(cast)
    found = basis(cast)
    assert (found.consent, found.legal_basis) == (consent, None)


def test_the_law_steps_in_where_the_consent_does_not_cover_it(cast: Cast) -> None:
    agree(cast, "identity")
    ground = name_ground(cast)
    assert basis(cast) == Basis(legal_basis=ground)


def test_a_ground_holds_for_thirty_days(cast: Cast) -> None:
    ground = name_ground(cast)
    assert ground.ends_on == TODAY + 30 * DAY
    assert basis(cast, today=ground.ends_on).legal_basis == ground
    assert gaps(cast, today=ground.ends_on + DAY) == frozenset()


def test_the_newest_ground_is_taken(cast: Cast) -> None:
    name_ground(cast)
    newest = name_ground(cast)
    assert basis(cast) == Basis(legal_basis=newest)


def test_the_ground_of_one_case_opens_no_other(cast: Cast) -> None:
    name_ground(cast)
    with for_member(cast.aigul) as by, pytest.raises(NotCovered):
        find_basis(by, cast.gulnaras_case, cast.consulate_kg, SEEN, TODAY)


# --- until when -----------------------------------------------------------------------------------


def test_a_basis_ends_at_midnight_in_almaty_after_its_last_day(cast: Cast) -> None:
    agree(cast, expires_on=datetime.date(TODAY.year + 1, 5, 9))
    ends_at = basis(cast).ends_at
    assert ends_at is not None
    midnight = datetime.datetime(TODAY.year + 1, 5, 9, 19, 0, tzinfo=datetime.UTC)
    assert ends_at == midnight
    assert ends_at.astimezone(datetime.UTC) == midnight


def test_a_consent_without_a_last_day_ends_when_it_is_withdrawn(cast: Cast) -> None:
    agree(cast)
    assert basis(cast).ends_at is None


def test_a_ground_in_law_ends_at_midnight_after_its_last_day(cast: Cast) -> None:
    ground = name_ground(cast)
    ends_at = basis(cast).ends_at
    assert ends_at == datetime.datetime.combine(ground.ends_on + DAY, datetime.time(), NOW.tzinfo)


def test_nothing_to_rest_on_has_no_end() -> None:
    assert Basis().ends_at is None
