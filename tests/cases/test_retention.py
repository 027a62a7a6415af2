"""How long files are kept: which day, what forbids it, what a request to be erased meets."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import OrganisationKind
from cases import retention
from cases.retention import PERIODS, SHEET, Act, Blocker, FileFacts

CLOSED = datetime.date(2024, 8, 31)
FILE = FileFacts(kind="ngo", last_on=CLOSED)
FLAGS = {
    "is_held": Blocker.HELD,
    "has_open_case": Blocker.OPEN_CASE,
    "has_open_referral": Blocker.OPEN_REFERRAL,
    "has_open_letter": Blocker.OPEN_LETTER,
    "has_message_to_come": Blocker.MESSAGE_TO_COME,
    "has_open_request": Blocker.OPEN_REQUEST,
}
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2080, 1, 1))
facts = st.builds(
    FileFacts,
    kind=st.sampled_from(OrganisationKind.values),
    last_on=days,
    **{name: st.booleans() for name in (*FLAGS, "has_open_tb_case")},
)


def test_a_file_is_thinned_after_a_year_and_erased_after_five() -> None:
    assert [(one.act, one.on) for one in retention.coming(FILE)] == [
        (Act.THIN, datetime.date(2025, 8, 31)),
        (Act.ERASE, datetime.date(2029, 8, 31)),
    ]


def test_the_day_before_nothing_is_due_and_on_the_day_it_is() -> None:
    for act, day in (
        (Act.THIN, datetime.date(2025, 8, 31)),
        (Act.ERASE, datetime.date(2029, 8, 31)),
    ):
        milder = None if act is Act.THIN else Act.THIN
        assert retention.due(FILE, day - datetime.timedelta(days=1)) is milder
        assert retention.due(FILE, day) is act


def test_a_clinic_keeps_its_records_for_twenty_five_years() -> None:
    clinic = replace(FILE, kind="clinic")
    assert retention.day_of(Act.ERASE, clinic) == datetime.date(2049, 8, 31)


def test_a_short_month_ends_a_period_on_its_last_day() -> None:
    leap = replace(FILE, last_on=datetime.date(2024, 2, 29))
    assert retention.day_of(Act.THIN, leap) == datetime.date(2025, 2, 28)


@pytest.mark.parametrize(("flag", "blocker"), FLAGS.items())
def test_while_anything_stands_in_the_way_nothing_is_due(flag: str, blocker: Blocker) -> None:
    held = replace(FILE)
    object.__setattr__(held, flag, True)
    assert retention.blockers(held) == (blocker,)
    assert retention.coming(held) == ()
    assert retention.due(held, datetime.date(2099, 1, 1)) is None


def test_an_open_case_of_tuberculosis_is_told_as_such() -> None:
    ill = replace(FILE, has_open_case=True, has_open_tb_case=True)
    assert retention.blockers(ill) == (Blocker.TB_CASE,)


def test_days_of_entry_and_exit_go_with_the_last_case_whatever_else_waits() -> None:
    assert retention.leaves(replace(FILE, has_open_referral=True))
    assert not retention.leaves(replace(FILE, has_open_case=True))
    assert not retention.leaves(replace(FILE, is_held=True))


def test_who_asks_to_be_erased_is_not_stopped_by_asking() -> None:
    assert retention.forbids_erasure(replace(FILE, has_open_request=True), CLOSED) == ()


def test_a_clinic_may_not_erase_its_records_before_their_time() -> None:
    clinic = replace(FILE, kind="clinic")
    assert retention.forbids_erasure(clinic, CLOSED) == (Blocker.MEDICAL_RECORD,)
    assert retention.forbids_erasure(clinic, datetime.date(2049, 8, 31)) == ()


@given(facts, days)
def test_erasing_is_never_due_before_thinning_and_never_while_forbidden(
    file: FileFacts, today: datetime.date
) -> None:
    act = retention.due(file, today)
    if retention.blockers(file):
        assert act is None
    if act is Act.ERASE:
        assert retention.day_of(Act.THIN, file) < retention.day_of(Act.ERASE, file) <= today


@given(facts, days)
def test_what_is_due_stays_due_until_it_is_done(file: FileFacts, today: datetime.date) -> None:
    order = [None, Act.THIN, Act.ERASE]
    later = retention.due(file, today + datetime.timedelta(days=400))
    assert order.index(later) >= order.index(retention.due(file, today))


def test_every_period_says_who_says_so() -> None:
    assert set(PERIODS) <= set(OrganisationKind.values)
    for acts in PERIODS.values():
        assert set(acts) == {Act.THIN, Act.ERASE}
        assert all(period.source and period.months > 0 for period in acts.values())
    assert SHEET.source
