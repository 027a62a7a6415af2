"""Every block equals a count in plain Python over random histories, at midnight and elsewhere."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.acting import Acting, for_member
from reports.monthly import Report, monthly_report
from reports.months import Month
from reports.overview import month_line, months
from reports.tables import Cell
from tests.cast import NOW, Cast
from tests.reports.histories import THIS, write_history
from tests.reports.naive import NaiveCount

SEEDS = range(5)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def report_of(acting: Acting, month: Month) -> Report:
    with for_member(acting) as reader:
        return monthly_report(reader, month, NOW)


def cells(report: Report, key: str) -> list[list[Cell]]:
    return [[cell for _name, cell in line.cells] for line in report.table(key).lines]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_table_equals_a_count_row_by_row(cast: Cast, seed: int) -> None:
    middle = write_history(cast, seed)
    for acting in (cast.madina, cast.timur):
        for month in (middle.plus(-1), middle, middle.plus(1)):
            naive = NaiveCount(month, acting.organisation_id)
            report = report_of(acting, month)
            for what in ("citizenship", "age"):
                assert cells(report, f"people_by_{what}") == naive.people_by(what)
            for what in ("kind", "citizenship", "sex", "age"):
                assert cells(report, f"cases_by_{what}") == naive.cases_by(what)
            assert cells(report, "closing_reasons") == naive.reasons()
            assert cells(report, "screens") == [[count] for count in naive.screened()]
            assert cells(report, "referrals_by_state") == naive.states()
            assert cells(report, "referrals_by_kind") == naive.kinds()
            assert cells(report, "first_answers") == [[count] for count in naive.answers()]
            assert cells(report, "days_to_answer") == [[days] for days in naive.medians()]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_months_at_the_head_equal_the_count_too(cast: Cast, seed: int) -> None:
    write_history(cast, seed)
    with for_member(cast.madina) as reader:
        lines = months(reader, NOW)
        assert [month_line(reader, line.month, NOW) for line in lines] == lines
        assert month_line(reader, THIS.plus(-20), NOW).is_empty
    assert [line.month for line in lines] == sorted((line.month for line in lines), reverse=True)
    for line in lines:
        naive = NaiveCount(line.month, cast.komek.pk)
        counted = [
            len(naive.registered()),
            len(naive.opened()),
            len(naive.closed()),
            len(naive.sent),
        ]
        assert [line.people, line.opened, line.closed, line.sent] == counted
        assert line.screens == naive.screened()[-1]
        report = report_of(cast.madina, line.month)
        assert [figure.value for figure in report.headline] == counted


def test_the_last_six_months_of_cases_are_those_of_their_own_reports(cast: Cast) -> None:
    write_history(cast, 99)
    row = report_of(cast.madina, THIS).table("cases_by_month").rows
    assert [one.cells[0] for one in row] == [
        len(NaiveCount(THIS.plus(back), cast.komek.pk).opened()) for back in range(-5, 1)
    ]


def test_these_histories_are_worth_counting(cast: Cast) -> None:
    month = write_history(cast, 1, people=80)
    naive = NaiveCount(month, cast.komek.pk)
    assert naive.reasons()[-2][0] > 0, "no case was opened again later"
    assert min(naive.answers()[:3]) > 0
    assert sum(count > 0 for (count,) in naive.states()[:-1]) >= 5
    everything = [*naive.people_by("age")[-2], *naive.people_by("citizenship")[-2]]
    assert sum(everything) > 0, "age and citizenship are known of everybody"
