"""A month of Komek's, small enough to count on one's fingers."""

import datetime
import uuid
from typing import Any

import pytest
from django.utils import translation

from accounts.acting import Acting, for_member
from cases.actions import move_case, open_case, record_screen, register_migrant
from cases.actions.migrant import MigrantFacts
from cases.actions.record import Symptoms
from cases.models import Case, Migrant
from cases.states import CaseMove
from referrals import actions as referrals
from referrals.actions.send import ReferralTerms
from reports.monthly import Report, monthly_report
from reports.months import ALMATY
from tests.cast import AGREED, NOW, Cast
from tests.reports.histories import MICROSECOND, MONTH

# Everything happens in the month before last; the cast itself came in this one.
NOON = datetime.time(12)
MIDNIGHT = MONTH.first_moment
NEXT_MIDNIGHT = MONTH.next_first_moment


def on(day: int) -> datetime.datetime:
    return datetime.datetime.combine(MONTH.first_day.replace(day=day), NOON, ALMATY)


def comes(by: Acting, when: datetime.datetime, *, kind: str = "papers", **facts: Any) -> Case:
    with for_member(by) as member:
        migrant = register_migrant(
            by=member, facts=MigrantFacts("ru", **facts), full_name="N", now=when
        )
        return open_again(member, migrant, kind, when)


def open_again(by: Acting, migrant: Migrant, kind: str, when: datetime.datetime) -> Case:
    return open_case(by=by, migrant=migrant, kind=kind, submission=uuid.uuid4(), now=when)


def moves(by: Acting, case: Case, move: CaseMove, when: datetime.datetime, why: str = "") -> None:
    with for_member(by) as member:
        case.refresh_from_db()
        move_case(
            by=member, case=case, move=move, now=when, today=when.date(), reason="said",
            closing_reason=why,
        )  # fmt: skip


def seen(report: Report, key: str) -> dict[str, tuple[object, ...]]:
    """Return the rows in which anything was counted."""
    rows = {row.label: row.cells for row in report.table(key).rows}
    return {label: cells for label, cells in rows.items() if any(cells)}


@pytest.fixture
def report(cast: Cast) -> Report:
    """Let the month happen.

    Registered: at the first midnight a woman of 1990 (KG), on the 10th a man born "some time in
    1986" (TJ) and somebody of whom nothing is known, at the last microsecond a girl of 4 (UZ).
    That is 4. One came a microsecond too early, one at the next midnight, one to Tirek: 0.
    Opened: those 4 cases, and a second one of the woman on the 20th: 5.
    Closed: the woman's first case, closed on the 5th, opened again on the 6th, closed on the 7th:
    1. The man's, closed on the 12th and opened again in the next month: 1. The unknown person's,
    closed on the 12th and opened again on the 13th: 0. Together 2.
    Screens: one with a cough, one without anything, one that nobody answered: 3.
    """
    early = comes(cast.aigul, MIDNIGHT - MICROSECOND, sex="male", citizenship="UZ")
    woman = comes(
        cast.aigul, MIDNIGHT, kind="injury", sex="female", citizenship="KG",
        birth_date=datetime.date(1990, 1, 1), birth_precision="day",
    )  # fmt: skip
    man = comes(
        cast.daniyar, on(10), sex="male", citizenship="TJ",
        birth_date=datetime.date(1986, 1, 1), birth_precision="year",
    )  # fmt: skip
    unknown = comes(cast.daniyar, on(10))
    four = datetime.date(MONTH.year - 4, MONTH.number, 1)
    comes(
        cast.aigul, NEXT_MIDNIGHT - MICROSECOND, kind="other", sex="female", citizenship="UZ",
        birth_date=four, birth_precision="day",
    )  # fmt: skip
    comes(cast.aigul, NEXT_MIDNIGHT, sex="female", citizenship="KG")
    comes(cast.timur, on(10), sex="female", citizenship="KG")
    with for_member(cast.aigul) as aigul:
        open_again(aigul, woman.migrant, "papers", on(20))
        answers = (Symptoms(cough="yes"), Symptoms(cough="no"), Symptoms())
        for symptoms in answers:
            record_screen(by=aigul, case=woman, symptoms=symptoms, now=on(3), today=on(3).date())
        record_screen(by=aigul, case=early, symptoms=Symptoms(), now=NOW, today=NOW.date())
    moves(cast.aigul, woman, CaseMove.CLOSE, on(5), "lost_contact")
    moves(cast.aigul, woman, CaseMove.REOPEN, on(6))
    moves(cast.aigul, woman, CaseMove.CLOSE, on(7), "resolved")
    moves(cast.daniyar, man, CaseMove.CLOSE, on(12), "left_country")
    moves(cast.daniyar, man, CaseMove.REOPEN, NEXT_MIDNIGHT)
    moves(cast.daniyar, unknown, CaseMove.CLOSE, on(12), "opened_in_error")
    moves(cast.daniyar, unknown, CaseMove.REOPEN, on(13))
    with translation.override("en"), for_member(cast.madina) as reader:
        return monthly_report(reader, MONTH, NOW)


def test_the_four_numbers_at_the_head(report: Report) -> None:
    assert [(one.label, one.value) for one in report.headline] == [
        ("People registered", 4),
        ("Cases opened", 5),
        ("Cases closed", 2),
        ("Referrals sent", 0),
    ]
    assert report.organisation == "Komek"
    assert report.is_over


def test_people_by_citizenship_age_and_sex(report: Report) -> None:
    # Women, men, not said, together.
    assert seen(report, "people_by_citizenship") == {
        "Kyrgyzstan": (1, 0, 0, 1),
        "Tajikistan": (0, 1, 0, 1),
        "Uzbekistan": (1, 0, 0, 1),
        "Not known": (0, 0, 1, 1),
    }
    # 2026 - 1986 is 40 or 39 and 2026 - 1990 is 36 or 35: one band all the year round.
    by_age = seen(report, "people_by_age")
    assert by_age.pop("0–4") == (1, 0, 0, 1)
    assert by_age.pop("Not known") == (0, 0, 1, 1)
    assert [sum(column) for column in zip(*by_age.values(), strict=True)] == [1, 1, 0, 2]
    assert report.table("people_by_age").total.cells == (2, 1, 1, 4)  # type: ignore[union-attr]


def test_screens(report: Report) -> None:
    table = report.table("screens")
    assert [row.cells for row in table.rows] == [(1,), (1,), (1,)]
    assert table.total is not None
    assert table.total.cells == (3,)


def test_cases_opened_and_closed(report: Report) -> None:
    # Kinds: injury (the woman), papers (the woman's second, the man, unknown), other (the girl).
    assert seen(report, "cases_by_kind") == {"Injury": (1, 1), "Papers": (3, 1), "Other": (1, 0)}
    assert seen(report, "cases_by_citizenship") == {
        "Kyrgyzstan": (2, 1),
        "Tajikistan": (1, 1),
        "Uzbekistan": (1, 0),
        "Not known": (1, 0),
    }
    assert seen(report, "cases_by_sex") == {"Woman": (3, 1), "Man": (1, 1), "Not said": (1, 0)}
    assert seen(report, "closing_reasons") == {"Resolved": (1,), "Opened again later": (1,)}


def test_the_months_before_stand_beside_this_one(report: Report) -> None:
    # The one who came a microsecond too early, and the five of this month.
    assert [row.cells for row in report.table("cases_by_month").rows][-2:] == [(1,), (5,)]


def test_a_referral_stands_where_it_stood_when_its_month_was_over(cast: Cast) -> None:
    """Sent on the 1st, received on the 3rd, accepted at the next midnight: received, no answer."""
    with for_member(cast.aigul) as by:
        terms = ReferralTerms(cast.tb_clinic, "screening", "Look", data_classes=AGREED)
        referral = referrals.draft_referral(
            by=by, case=cast.gulnaras_case, terms=terms, submission=uuid.uuid4(), now=on(1)
        )
        referrals.send_referral(by=by, referral=referral, now=on(1), today=NOW.date())
    with for_member(cast.dr_ahmetov) as by:
        referral.refresh_from_db()
        referrals.receive_referral(by=by, referral=referral, now=on(3))
        referral.refresh_from_db()
        referrals.accept_referral(by=by, referral=referral, now=NEXT_MIDNIGHT, today=NOW.date())
    with translation.override("en"), for_member(cast.madina) as reader:
        then = monthly_report(reader, MONTH, NOW)
    assert seen(then, "referrals_by_state") == {"Received": (1,)}
    assert seen(then, "referrals_by_kind") == {"For care": (1,)}
    assert [row.cells for row in then.table("first_answers").rows] == [(0,), (0,), (1,)]
    assert [row.cells for row in then.table("days_to_answer").rows] == [(2,), (None,)]
