"""Consent: covered is only what was written, from the first day to the last."""

from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.consent_rules import ConsentFacts, Gap, is_covered, state_on, uncovered

DAY = timedelta(days=1)
GIVEN = date(2026, 3, 1)
LAST = date(2026, 5, 31)
TODAY = date(2026, 4, 10)
CLINIC = "clinic-1"
TEMIRTAU = ConsentFacts(
    classes=frozenset({"identity", "tb"}),
    organisation_ids=frozenset({CLINIC}),
    organisation_kinds=frozenset(),
    given_on=GIVEN,
    expires_on=LAST,
    withdrawn_on=None,
)

classes = st.frozensets(st.sampled_from(["identity", "contact", "health", "tb", "notes"]))
ids = st.frozensets(st.sampled_from(["clinic-1", "clinic-2", "ngo-1"]))
kinds = st.frozensets(st.sampled_from(["clinic", "ngo", "consulate"]))
days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
consents = st.builds(
    ConsentFacts,
    classes=classes,
    organisation_ids=ids,
    organisation_kinds=kinds,
    given_on=days,
    expires_on=st.none() | days,
    withdrawn_on=st.none() | days,
)
some_ids = st.sampled_from(["clinic-1", "clinic-2", "ngo-1"])
some_kinds = st.sampled_from(["clinic", "ngo", "consulate"])


def gaps(
    consent: ConsentFacts = TEMIRTAU,
    asked: frozenset[str] = frozenset({"tb"}),
    organisation_id: str = CLINIC,
    today: date = TODAY,
    agreed: frozenset[str] = frozenset(),
) -> frozenset[Gap]:
    return uncovered(
        consent,
        classes=asked,
        organisation_id=organisation_id,
        organisation_kind="clinic",
        today=today,
        agreed=agreed,
    )


def test_a_named_clinic_may_have_the_named_classes_on_the_days_in_between() -> None:
    assert gaps() == frozenset()
    assert is_covered(
        TEMIRTAU,
        classes=frozenset({"identity", "tb"}),
        organisation_id=CLINIC,
        organisation_kind="clinic",
        today=TODAY,
    )


def test_the_first_and_the_last_day_are_covered_and_those_around_them_not() -> None:
    assert gaps(today=GIVEN - DAY) == {Gap.NOT_YET_VALID}
    assert gaps(today=GIVEN) == frozenset()
    assert gaps(today=LAST) == frozenset()
    assert gaps(today=LAST + DAY) == {Gap.EXPIRED}


def test_a_consent_without_a_last_day_goes_on() -> None:
    assert gaps(replace(TEMIRTAU, expires_on=None), today=date(2046, 1, 1)) == frozenset()


def test_withdrawing_ends_it_on_the_very_day_and_not_before() -> None:
    withdrawn = replace(TEMIRTAU, withdrawn_on=TODAY)
    assert gaps(withdrawn, today=TODAY - DAY) == frozenset()
    assert gaps(withdrawn, today=TODAY) == {Gap.WITHDRAWN}
    assert gaps(withdrawn, today=TODAY + DAY) == {Gap.WITHDRAWN}


def test_another_organisation_of_the_same_kind_is_not_named() -> None:
    assert gaps(organisation_id="clinic-2") == {Gap.RECIPIENT_NOT_NAMED}


BY_KIND = replace(TEMIRTAU, organisation_ids=frozenset(), organisation_kinds=frozenset({"clinic"}))


def test_a_kind_means_every_organisation_of_it_that_has_an_agreement() -> None:
    agreed = frozenset({"tb", "health"})
    assert gaps(BY_KIND, organisation_id="clinic-2", agreed=agreed) == frozenset()
    assert gaps(BY_KIND, organisation_id="clinic-2") == {Gap.NO_AGREEMENT}
    assert uncovered(
        BY_KIND,
        classes=frozenset({"tb"}),
        organisation_id="consulate-kg",
        organisation_kind="consulate",
        today=TODAY,
    ) == {Gap.RECIPIENT_NOT_NAMED}


@given(classes, classes)
def test_an_agreement_opens_no_class_that_it_does_not_name(
    asked: frozenset[str], agreed: frozenset[str]
) -> None:
    lacks = Gap.NO_AGREEMENT in gaps(BY_KIND, asked, agreed=agreed)
    assert lacks == (not asked <= agreed)


@given(classes, classes)
def test_who_is_named_needs_no_agreement_and_no_agreement_replaces_a_consent(
    asked: frozenset[str], agreed: frozenset[str]
) -> None:
    both = replace(TEMIRTAU, organisation_kinds=frozenset({"clinic"}))
    assert Gap.NO_AGREEMENT not in gaps(both, asked)
    unnamed = replace(TEMIRTAU, organisation_ids=frozenset())
    assert Gap.RECIPIENT_NOT_NAMED in gaps(unnamed, asked, agreed=agreed)


def test_an_identifier_that_equals_a_kind_names_nobody() -> None:
    odd = replace(TEMIRTAU, organisation_ids=frozenset({"clinic"}))
    assert gaps(odd) == {Gap.RECIPIENT_NOT_NAMED}


def test_a_consent_that_names_nobody_covers_nobody() -> None:
    assert gaps(replace(TEMIRTAU, organisation_ids=frozenset())) == {Gap.RECIPIENT_NOT_NAMED}


@pytest.mark.parametrize("asked", [{"notes"}, {"tb", "notes"}, {"TB"}])
def test_one_class_too_many_uncovers_the_whole_request(asked: set[str]) -> None:
    assert gaps(asked=frozenset(asked)) == {Gap.CLASS_NOT_COVERED}


@pytest.mark.parametrize(
    ("is_early", "is_late", "is_withdrawn", "is_stranger", "is_too_much"),
    list(product([False, True], repeat=5)),
)
def test_every_combination_of_gaps_is_named_completely(
    *, is_early: bool, is_late: bool, is_withdrawn: bool, is_stranger: bool, is_too_much: bool
) -> None:
    consent = replace(
        TEMIRTAU,
        given_on=TODAY + DAY if is_early else GIVEN,
        expires_on=TODAY - DAY if is_late else LAST,
        withdrawn_on=TODAY if is_withdrawn else None,
        classes=frozenset() if is_too_much else TEMIRTAU.classes,
    )
    expected = {
        gap
        for gap, is_there in [
            (Gap.NOT_YET_VALID, is_early),
            (Gap.EXPIRED, is_late),
            (Gap.WITHDRAWN, is_withdrawn),
            (Gap.RECIPIENT_NOT_NAMED, is_stranger),
            (Gap.CLASS_NOT_COVERED, is_too_much),
        ]
        if is_there
    }
    assert gaps(consent, organisation_id="stranger" if is_stranger else CLINIC) == expected


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (GIVEN - DAY, "future"),
        (GIVEN, "active"),
        (LAST - 15 * DAY, "active"),
        (LAST - 14 * DAY, "expiring"),
        (LAST, "expiring"),
        (LAST + DAY, "expired"),
    ],
)
def test_a_consent_passes_through_its_states_in_order(today: date, state: str) -> None:
    assert state_on(TEMIRTAU, today) == state


def test_how_soon_is_soon_can_be_chosen() -> None:
    assert state_on(TEMIRTAU, LAST - DAY, soon_days=0) == "active"
    assert state_on(TEMIRTAU, LAST, soon_days=0) == "expiring"
    assert state_on(TEMIRTAU, LAST - 30 * DAY, soon_days=30) == "expiring"


def test_a_consent_without_a_last_day_is_never_expiring() -> None:
    assert state_on(replace(TEMIRTAU, expires_on=None), date(2046, 1, 1)) == "active"


@pytest.mark.parametrize("today", [GIVEN - DAY, TODAY, LAST, LAST + DAY])
def test_withdrawn_is_said_before_anything_the_calendar_says(today: date) -> None:
    assert state_on(replace(TEMIRTAU, withdrawn_on=GIVEN - DAY), today) == "withdrawn"


def test_a_withdrawal_that_is_still_to_come_changes_nothing_yet() -> None:
    assert state_on(replace(TEMIRTAU, withdrawn_on=TODAY + DAY), TODAY) == "active"


@given(consents, classes, some_ids, some_kinds, days)
def test_covered_means_no_gap_and_a_consent_that_stands(
    consent: ConsentFacts, asked: frozenset[str], organisation: str, kind: str, today: date
) -> None:
    found = uncovered(
        consent, classes=asked, organisation_id=organisation, organisation_kind=kind, today=today
    )
    covered = is_covered(
        consent, classes=asked, organisation_id=organisation, organisation_kind=kind, today=today
    )
    assert covered == (not found)
    if covered:
        assert state_on(consent, today) in {"active", "expiring"}
        assert asked <= consent.classes


@given(consents, classes, classes, some_ids, days)
def test_asking_for_more_never_closes_a_gap(
    consent: ConsentFacts, asked: frozenset[str], more: frozenset[str], who: str, today: date
) -> None:
    assert gaps(consent, asked, who, today) <= gaps(consent, asked | more, who, today)


@given(consents, classes, classes, some_ids, days)
def test_writing_more_into_a_consent_never_opens_a_gap(
    consent: ConsentFacts, asked: frozenset[str], more: frozenset[str], who: str, today: date
) -> None:
    wider = replace(consent, classes=consent.classes | more)
    assert gaps(wider, asked, who, today) <= gaps(consent, asked, who, today)


@given(consents, classes, some_ids, days, days)
def test_once_withdrawn_no_later_day_is_covered(
    consent: ConsentFacts, asked: frozenset[str], who: str, withdrawn_on: date, today: date
) -> None:
    withdrawn = replace(consent, withdrawn_on=withdrawn_on)
    assert (Gap.WITHDRAWN in gaps(withdrawn, asked, who, today)) == (today >= withdrawn_on)


@given(consents, days)
def test_the_state_and_the_gaps_of_time_agree(consent: ConsentFacts, today: date) -> None:
    by_state = {
        "future": Gap.NOT_YET_VALID,
        "expired": Gap.EXPIRED,
        "withdrawn": Gap.WITHDRAWN,
    }
    of_time = gaps(consent, today=today) & frozenset(by_state.values())
    state = state_on(consent, today)
    assert (state in {"active", "expiring"}) == (not of_time)
    assert state not in by_state or by_state[state] in of_time


def test_consent_facts_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        TEMIRTAU.expires_on = None  # type: ignore[misc]


def test_the_words_of_the_gaps_are_fixed() -> None:
    assert {str(gap) for gap in Gap} == {
        "not_yet_valid",
        "expired",
        "withdrawn",
        "recipient_not_named",
        "no_agreement",
        "class_not_covered",
    }
