"""The rows of the city's tables: every one can be more than zero, so none is known beforehand."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import for_member, for_system
from cases.ages import age_band
from cases.choices import CaseKind, Citizenship, Sex
from cases.forms.case import ChangeCaseForm
from cases.forms.first_contact import NewCaseForm
from cases.forms.migrant import MigrantFields
from referrals.models import Referral, ReferralStep
from referrals.schedule import ReferralFacts, expires_on
from referrals.states import MOVES, ReferralState, Side
from reports.blocks import words
from reports.city import city_tables
from reports.city_counts import POSSIBLE, cut
from reports.monthly import monthly_report
from reports.months import Month
from tests.cast import NOW, Cast
from tests.referrals.browsers import browser
from tests.reports.histories import MONTH, write_history

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rows(cast: Cast, key: str) -> list[str]:
    with for_member(cast.analyst_health):
        return [row.label for table in city_tables(MONTH) if table.key == key for row in table.rows]


def test_expired_is_a_row_of_the_organisations_own_report_only(cast: Cast) -> None:
    write_history(cast, 1)
    with for_member(cast.madina) as reader:
        own = monthly_report(reader, MONTH, NOW).table("referrals_by_state")
    labels = [row.label for row in own.rows]
    assert "Expired" in labels
    assert rows(cast, "city_state") == [label for label in labels if label != "Expired"]


def test_no_referral_expires_in_the_month_in_which_it_was_sent() -> None:
    day = datetime.date(2026, 1, 1)
    while day.year < 2029:
        for state in MOVES_OF_THE_CLOCK:
            # As if everything had happened on the day of sending: later moves only make it later.
            last = expires_on(ReferralFacts(state, *[day] * 5))
            if last is not None:
                assert last + DAY >= Month(day.year, day.month).next_first_day, (state, day)
        day += DAY


MOVES_OF_THE_CLOCK = [
    state for rule in MOVES.values() if rule.side is Side.CLOCK for state in rule.from_states
]


def test_what_cannot_be_is_never_cut_away_in_silence() -> None:
    codes = POSSIBLE["city_state"]
    with pytest.raises(ValueError, match="expired"):
        cut(codes, Counter({("sent",): 40, ("expired",): 1}))
    shown = cut(codes, Counter({("sent",): 40, ("expired",): 0}))
    assert shown["total"] == 40


def test_the_city_does_not_show_a_month_in_which_something_impossible_was_written(
    cast: Cast,
) -> None:
    write_history(cast, 1)
    with for_system(reason="tests"):
        sent = Referral.objects.filter(
            sent_at__gte=MONTH.first_moment, sent_at__lt=MONTH.next_first_moment
        ).first()
        assert sent
        ReferralStep.objects.create(
            referral=sent, move="expire", from_state="sent", to_state="expired",
            at=MONTH.next_first_moment - datetime.timedelta(microseconds=1),
        )  # fmt: skip
    with pytest.raises(ValueError, match="expired"):
        rows(cast, "city_state")


def test_every_state_in_the_table_is_reached_by_somebody_and_not_by_the_clock() -> None:
    reached = {rule.to_state.value for rule in MOVES.values() if rule.side is not Side.CLOCK}
    assert {*POSSIBLE["city_state"]} == reached == {*ReferralState.values} - {"draft", "expired"}


def test_every_other_row_is_an_answer_that_a_form_offers() -> None:
    migrant, kinds = MigrantFields.base_fields, (ChangeCaseForm, NewCaseForm)
    offered = {
        "city_citizenship": [migrant["citizenship"]],
        "city_sex": [migrant["sex"]],
        "city_kind": [form.base_fields["kind"] for form in kinds],
    }
    for key, fields in offered.items():
        for field in fields:
            choices = {code for code, _label in field.choices if code}  # type: ignore[attr-defined]
            assert choices == {*POSSIBLE[key]}, key
    assert {age_band(age) for age in (None, *range(120))} == {*POSSIBLE["city_age"]}
    assert (Citizenship.values, Sex.values, CaseKind.values) == tuple(
        [*POSSIBLE[key]] for key in ("city_citizenship", "city_sex", "city_kind")
    )


def test_every_row_has_a_word() -> None:
    named = {
        "city_citizenship": words.citizenship(),
        "city_sex": words.sex(),
        "city_age": words.age(),
        "city_kind": words.kind(),
        "city_state": words.referral_state(),
    }
    assert named.keys() == POSSIBLE.keys()
    for key, what in named.items():
        assert {*POSSIBLE[key]} <= {code for code, _label in what.labels}


def test_the_page_of_the_city_has_no_row_for_expired(cast: Cast) -> None:
    page = browser(cast, "analyst_health").get(f"/reports/city/{MONTH}/").content.decode()
    assert "Cancelled" in page
    assert "Expired" not in page
