"""The invented people come: files, cases, notes, and how the cases end."""
# ruff: noqa: RUF001

from dataclasses import dataclass, replace
from typing import Any

from accounts.acting import Acting
from cases.actions import (
    NewPerson,
    add_contact,
    add_name,
    add_note,
    begin_first_contact,
    change_migrant,
    move_case,
    record_consent,
    withdraw_consent,
)
from cases.actions.record import Symptoms
from cases.models import Case, Consent, Migrant
from cases.states import CaseMove
from desk.demonstration.basis import basis_of, further_consents
from desk.demonstration.people import InventedPerson, invent
from desk.demonstration.plans import Plan
from desk.demonstration.stage import Stage

SYMPTOMS = ("cough", "fever", "night_sweats", "weight_loss", "tb_contact")
ENDS = {
    "resolved": "Вопрос решён, помощь больше не нужна.",
    "left_country": "Отъезд домой, выписка и бумаги на руках.",
    "handed_over": "Дальше ведёт организация по месту жительства.",
    "declined_help": "От помощи отказ: справится с родными.",
    "lost_contact": "Телефон не отвечает третью неделю, по адресу не живёт.",
    "died": "Тело отправлено на родину, семья извещена.",
    "opened_in_error": "Дело уже есть под другим номером.",
}
LONGEST_OPEN = 50
PAUSES = ("Уезжает на сезон, вернётся через месяц.", "Ждём ответа консульства, пока делать нечего.")


@dataclass(frozen=True)
class Told:
    """A case that was opened, and what it was planned to be."""

    plan: Plan
    person: InventedPerson
    migrant: Migrant
    case: Case


def open_file(stage: Stage, by: Acting, plan: Plan) -> Told:
    """Open a file and its first case, with everything the first page asks for."""
    person = invent(stage, sex=plan.story.sex, ages=plan.story.ages)
    new = NewPerson(
        full_name=person.names.spoken,
        facts=person.facts,
        phone=person.phones[0] if person.phones else "",
        phone_is_shared=stage.happens(0.15),
    )
    told = _open(stage, by, plan, person, new)
    _add_names(stage, by, told)
    for terms in further_consents(stage, plan, person):
        now = stage.clock.at(plan.opened, 9, 58)
        record_consent(by=by, migrant=told.migrant, terms=terms, now=now)
    return told


def open_second(stage: Stage, by: Acting, plan: Plan, earlier: Told) -> Told:
    """Open another case of somebody who came before and whose consent still holds."""
    return _open(stage, by, plan, earlier.person, earlier.migrant)


def _open(
    stage: Stage, by: Acting, plan: Plan, person: InventedPerson, who: NewPerson | Migrant
) -> Told:
    case = begin_first_contact(
        by=by,
        person=who,
        kind=plan.story.kind,
        basis=None if isinstance(who, Migrant) else basis_of(stage, plan, person),
        symptoms=_symptoms(stage, plan),
        concern=plan.story.concern,
        submission=stage.key(),
        now=stage.clock.at(plan.opened, 9, stage.chance.randrange(50)),
        today=stage.clock.day(plan.opened),
    )
    return Told(plan, person, case.migrant, case)


def _symptoms(stage: Stage, plan: Plan) -> Symptoms:
    if plan.story.by_law:
        return Symptoms()  # nobody could be asked
    said = dict.fromkeys(plan.story.symptoms.split(), "yes")
    others = ("no",) * 50 + ("yes", "unknown", "unknown")
    return Symptoms(**{one: said.get(one) or stage.one_of(others) for one in SYMPTOMS})


def _add_names(stage: Stage, by: Acting, told: Told) -> None:
    now = stage.clock.at(told.plan.opened, 9, 55)
    names = told.person.names
    if stage.happens(0.7):
        add_name(by=by, migrant=told.migrant, full=names.passport, kind="passport", now=now)
    if stage.happens(0.2):
        add_name(by=by, migrant=told.migrant, full=names.alias, kind="alias", now=now)
    for phone in told.person.phones[1:]:
        add_contact(by=by, migrant=told.migrant, phone=phone, now=now)


def write_notes(stage: Stage, by: Acting, told: Told) -> None:
    """Write what happened between the first day and today."""
    days_ago = told.plan.opened
    for text in told.plan.story.notes:
        days_ago -= stage.chance.randint(2, 12)
        if days_ago < 1:
            break
        now = stage.clock.at(days_ago, 15, stage.chance.randrange(60))
        add_note(by=by, case=told.case, text=text, submission=stage.key(), now=now)


def end_story(stage: Stage, by: Acting, told: Told) -> None:
    """Withdraw, pause or close what was planned to be."""
    plan = told.plan
    if plan.consent == "withdrawn" and not plan.story.by_law:
        _withdraw(stage, by, told)
    if plan.is_paused:
        _move(stage, by, told, CaseMove.PAUSE, 3, reason=stage.one_of(PAUSES))
    if plan.closing:
        # An old case did not stay open for months: each month of the report has its closings.
        quiet = max(plan.opened // 4, plan.opened - LONGEST_OPEN)
        days_ago = plan.course.noted or 1 if plan.course else quiet
        _move(
            stage, by, told, CaseMove.CLOSE, max(1, days_ago - 1),
            reason=ENDS[plan.closing], closing_reason=plan.closing,
        )  # fmt: skip


def reopen(stage: Stage, by: Acting, told: Told) -> None:
    """Open a closed case again: the person came back."""
    told.case.refresh_from_db()
    _move(stage, by, told, CaseMove.REOPEN, 1, reason="Обращение снова: вопрос не решён до конца.")


def _withdraw(stage: Stage, by: Acting, told: Told) -> None:
    consent = Consent.objects.filter(migrant=told.migrant, purpose="care").get()
    days_ago = max(1, told.plan.opened // 3)
    withdraw_consent(
        by=by,
        consent=consent,
        now=stage.clock.at(days_ago, 16),
        today=stage.clock.day(days_ago),
        how="phone" if days_ago % 2 else "spoken",
    )


def correct(by: Acting, told: Told, why: str, **columns: Any) -> None:
    """Correct what a file says; what it said before stays on its page of earlier versions."""
    change_migrant(
        by=by,
        migrant=told.migrant,
        facts=replace(told.person.facts, **columns),
        version=told.migrant.version,
        why=why,
    )


def _move(
    stage: Stage, by: Acting, told: Told, move: CaseMove, days_ago: int,
    *, reason: str, closing_reason: str = "",
) -> None:  # fmt: skip
    move_case(
        by=by,
        case=told.case,
        move=move,
        now=stage.clock.at(days_ago, 17, stage.chance.randrange(30)),
        today=stage.clock.day(days_ago),
        reason=reason,
        closing_reason=closing_reason,
    )
