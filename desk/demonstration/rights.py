"""What people ask about their own data, a file that must stay, and one that is soon to be thinned."""
# ruff: noqa: RUF001

import datetime

from accounts.acting import for_member
from cases.actions import (
    RequestTerms,
    add_contact,
    hold_file,
    move_case,
    open_case,
    record_request,
    register_migrant,
)
from cases.actions.migrant import MigrantFacts
from cases.states import CaseMove
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage

# Closed so long ago that in ten days a year will be over.
LONG_AGO, TEN_DAYS = 400, 10


def ask_about_data(stage: Stage, told: list[Told]) -> None:
    """Let somebody ask for a copy and somebody for a correction; let one file be held."""
    _close_an_old_file(stage)
    ours = [one for one in told if one.plan.by == "aigerim" and not one.plan.is_second]
    still_open = [one for one in ours if not one.plan.closing]
    closed = [one for one in ours if one.plan.closing]
    asked = (
        (still_open[0], "copy", "in_person", 1, ""),
        (still_open[1], "correction", "phone", 3, "Год рождения записан неверно: я 1992 года."),
        (closed[0], "erasure", "letter", 5, "Я вернулся домой, прошу удалить всё."),
    )
    for one, kind, how, days_ago, words in asked:
        language = one.migrant.language
        terms = RequestTerms(kind, stage.clock.day(days_ago), how, language, words)
        now = stage.clock.at(days_ago, 11)
        with for_member(stage.members["aigerim"]) as by:
            record_request(by=by, migrant=one.migrant, terms=terms, submission=stage.key(), now=now)
    with for_member(stage.members["saule"]) as by:
        hold_file(
            by=by, migrant=closed[-1].migrant, reason="court", submission=stage.key(),
            words="Суд о невыплате за работу, заседание назначено.", now=stage.clock.at(4, 15),
        )  # fmt: skip


def _close_an_old_file(stage: Stage) -> None:
    came = stage.clock.at(LONG_AGO, 10)
    went = stage.clock.now - datetime.timedelta(days=365 - TEN_DAYS)
    with for_member(stage.members["aigerim"]) as by:
        facts = MigrantFacts("uz", "male", datetime.date(1988, 4, 2), "day", "UZ")
        migrant = register_migrant(by=by, facts=facts, full_name="Шавкат Норов", now=came)
        add_contact(by=by, migrant=migrant, phone="+77010001188", now=came)
        case = open_case(by=by, migrant=migrant, kind="papers", submission=stage.key(), now=came)
        move_case(
            by=by, case=case, move=CaseMove.CLOSE, now=went, today=went.date(),
            reason="Справка получена, уехал домой.", closing_reason="resolved",
        )  # fmt: skip
