"""The demonstration's referrals take their courses, each move by whose it is."""
# ruff: noqa: RUF001

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from accounts.acting import Acting, for_member
from cases.actions import add_note
from desk.demonstration.courses import Course
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage
from desk.demonstration.story import Question
from referrals import actions
from referrals.actions.answer import AnswerTerms
from referrals.actions.send import ReferralTerms
from referrals.models import Referral

# The doctor, and who stands at the desk.
RECEIVERS = {"tb_clinic": ("erzhan", "natalya"), "hospital": ("olga", "olga")}
AT_THE_DESK = frozenset({"received", "missed"})
SHARED = {
    "tb_clinic": ("identity", "contact", "health", "tb"),
    "hospital": ("identity", "contact", "health"),
}
PLACES = {
    "tb_clinic": ("Корпус 2, кабинет 14", "Рентген, первый этаж", "Кабинет 6, доктор Ахметов"),
    "hospital": ("Приёмное отделение", "Поликлиника, кабинет 305", "Женская консультация, 2 этаж"),
}
CAME = "Осмотр начат. Ждём результаты анализов."
LEFT = "Уход из отделения до результатов анализов: боится потерять работу."
DECLINED = "Мест в отделении нет до конца месяца. Просим обратиться в районную поликлинику."
REDIRECTED = "С такими жалобами принимает противотуберкулёзный диспансер, у нас нет рентгена."
CANCELLED = "Врача нашли родственники, направление больше не нужно."


@dataclass(frozen=True)
class Way:
    """A referral under way."""

    stage: Stage
    told: Told
    course: Course
    question: Question
    referral: Referral


def refer(stage: Stage, told: Told) -> Referral | None:
    """Write the referral of a case and let it go as far as its course says."""
    course, question = told.plan.course, told.plan.story.question
    if course is None or question is None:
        return None
    way = Way(stage, told, course, question, _write(stage, told, course, question))
    for place, name in enumerate(MOVES, start=1):
        days_ago = getattr(course, name)
        if days_ago is not None:
            # Moves of the same day stand in their order.
            hours, minutes = divmod(place * 33, 60)
            _move(way, name, stage.clock.at(days_ago, 10 + hours, minutes))
    return way.referral


def _write(stage: Stage, told: Told, course: Course, question: Question) -> Referral:
    terms = ReferralTerms(
        recipient=stage.organisations[course.to],
        service=stage.services[course.to, question.service],
        reason=question.reason,
        asked=question.asked,
        data_classes=_shared(course),
        priority=question.priority,
        needs_interpreter="переводчик" in question.asked or stage.happens(0.15),
    )
    with for_member(stage.members[course.by]) as by:
        return actions.draft_referral(
            by=by,
            case=told.case,
            terms=terms,
            submission=stage.key(),
            now=stage.clock.at(course.begins, 10),
        )


def _shared(course: Course) -> tuple[str, ...]:
    # The crisis centre names nobody; the clinic sees the person when they come.
    return ("health",) if course.by == "dinara" else SHARED[course.to]


def _move(way: Way, name: str, now: datetime.datetime) -> None:
    side, move = MOVES[name]
    who = RECEIVERS[way.course.to][name in AT_THE_DESK] if side == "receiver" else way.course.by
    with for_member(way.stage.members[who]) as by:
        move(way, by, now)
        way.referral.refresh_from_db()


def _send(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.send_referral(by=by, referral=way.referral, now=now, today=now.date())


def _receive(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.receive_referral(by=by, referral=way.referral, now=now)


def _accept(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.accept_referral(by=by, referral=way.referral, now=now, today=now.date())


def _schedule(way: Way, by: Acting, now: datetime.datetime) -> None:
    days_ago, hour = way.course.appointment
    at = way.stage.clock.at(days_ago, hour, way.stage.one_of((0, 15, 30, 45)))
    place = way.stage.one_of(PLACES[way.course.to])
    actions.schedule_referral(by=by, referral=way.referral, at=at, place=place, now=now)


def _miss(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.mark_missed(by=by, referral=way.referral, now=now)


def _arrive(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.mark_arrived(by=by, referral=way.referral, now=now)
    # The database's own clock ends what rests on a ground in law: an old one opens no case today.
    if not way.told.plan.story.by_law:
        add_note(by=by, case=way.told.case, text=CAME, submission=way.stage.key(), now=now)


def _complete(way: Way, by: Acting, now: datetime.datetime) -> None:
    question = way.question
    ahead = datetime.timedelta(days=way.stage.chance.randint(5, 40))
    answer = AnswerTerms(
        outcome=question.outcome,
        findings=question.findings,
        advice=question.advice,
        next_visit_on=now.date() + ahead if question.advice else None,
        concerns_tb=question.concerns_tb,
    )
    actions.complete_referral(by=by, referral=way.referral, answer=answer, now=now)


def _leave(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.leave_referral_early(by=by, referral=way.referral, note=LEFT, now=now)


def _decline(way: Way, by: Acting, now: datetime.datetime) -> None:
    because = way.stage.one_of(("no_capacity", "not_covered", "needs_more_information"))
    actions.decline_referral(
        by=by, referral=way.referral, because=because, note=NOES[because], now=now
    )


def _redirect(way: Way, by: Acting, now: datetime.datetime) -> None:
    to = way.stage.organisations["tb_clinic"]
    actions.redirect_referral(by=by, referral=way.referral, to=to, note=REDIRECTED, now=now)


def _cancel(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.cancel_referral(by=by, referral=way.referral, reason=CANCELLED, now=now)


def _note(way: Way, by: Acting, now: datetime.datetime) -> None:
    actions.note_referral(by=by, referral=way.referral, now=now)


NOES = {
    "no_capacity": DECLINED,
    "not_covered": "Для иностранцев эта услуга платная, бесплатно — только неотложная помощь.",
    "needs_more_information": "Из направления не ясно, давно ли болеет. Напишите подробнее.",
}
# In the order in which they happen; whose move each is.
MOVES: dict[str, tuple[str, Callable[[Way, Acting, datetime.datetime], None]]] = {
    "sent": ("sender", _send),
    "received": ("receiver", _receive),
    "accepted": ("receiver", _accept),
    "scheduled": ("receiver", _schedule),
    "missed": ("receiver", _miss),
    "arrived": ("receiver", _arrive),
    "completed": ("receiver", _complete),
    "left_early": ("receiver", _leave),
    "declined": ("receiver", _decline),
    "redirected": ("receiver", _redirect),
    "cancelled": ("sender", _cancel),
    "noted": ("sender", _note),
}
