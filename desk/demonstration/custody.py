"""The demonstration's detained people: a dozen examinations, asked for and answered by actions."""
# ruff: noqa: RUF001

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from accounts.acting import Acting, for_member, for_system
from desk.demonstration.stage import Stage
from referrals import actions
from referrals.actions.custody import ExaminationTerms, FormalTerms
from referrals.models import Examination, Referral

OFFICER = "serik"
DOCTORS = {"tb_clinic": "erzhan", "hospital": "olga"}
ESCORT = "Двое сотрудников, с 9 до 17 часов. Дежурная часть: +7 727 000 00 00"
PLACE = "Корпус 1, вход со двора, первый этаж"
# Days from the answer to the day to look again.
AGAIN = 10
Days = int | None


@dataclass(frozen=True)
class Held:
    """One person who is held, and how many days ago each thing happened."""

    name: str
    born: int | None
    sex: str
    citizenship: str
    language: str
    asked: str
    sent: int
    clinic: str = "hospital"
    service: str = "general_care"
    priority: str = "routine"
    needs_interpreter: bool = False
    received: Days = None
    accepted: Days = None
    scheduled: Days = None
    # The appointment itself; a negative number lies ahead.
    appointment: int = 0
    missed: Days = None
    arrived: Days = None
    fitness: str = "fit"
    completed: Days = None
    left_early: Days = None
    declined: Days = None
    redirected: Days = None
    taken_back: Days = None
    released: Days = None


HELD = (
    Held("", None, "male", "unknown", "", "Молчит, держится за живот, не ест второй день.", 50),
    Held("Сабыр", 1990, "male", "KG", "ky", "Говорит, что болит грудь и тяжело дышать.", 24,
         received=24, accepted=23, scheduled=23, appointment=20, arrived=20, completed=20,
         released=15),
    Held("Далер Ҷ.", 1984, "male", "TJ", "tg", "Жалуется на зуб, щека опухла.", 21,
         needs_interpreter=True, received=20, declined=19),
    Held("Мавлюда", 1997, "female", "UZ", "uz", "Говорит, что беременна, болит низ живота.", 18,
         service="maternity", priority="urgent", received=18, redirected=17),
    Held("Нурбек", 2001, "male", "KG", "ky", "Кашляет, по ночам потеет.", 17, clinic="tb_clinic",
         service="tb_examination", received=16, accepted=16, scheduled=16, appointment=13,
         arrived=13, left_early=13),
    Held("Рахмон Саидов", 1979, "male", "TJ", "tg", "Просит таблетки от давления.", 12,
         received=12, accepted=11, scheduled=11, appointment=9, arrived=9, completed=9),
    Held("Ойгуль", 1988, "female", "UZ", "uz", "Кружится голова, упала утром.", 8,
         priority="urgent"),
    Held("Азамат", 1993, "male", "KG", "ky", "Болит спина после работы на стройке.", 9,
         received=8, taken_back=6),
    Held("Фаррух", 1975, "male", "TJ", "tg", "Говорит, что у него диабет и нет лекарства.", 6,
         needs_interpreter=True, priority="urgent", received=6, accepted=5, scheduled=5,
         appointment=2, arrived=2, fitness="not_fit", completed=2),
    Held("Тимур", 1999, "male", "UZ", "ru", "Порезал руку, рана красная.", 5, received=5,
         accepted=4, scheduled=4, appointment=2, missed=1),
    Held("Гулбахор", 1991, "female", "TJ", "tg", "Температура третий день.", 3,
         needs_interpreter=True, received=3, accepted=2, scheduled=2, appointment=0),
    Held("Бакыт", 1986, "male", "KG", "ky", "Болит ухо, плохо слышит.", 3, received=2),
    Held("Шавкат", 1982, "male", "UZ", "uz", "Кашель с мокротой около месяца.", 1,
         clinic="tb_clinic", service="tb_examination"),
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """An examination under way."""

    stage: Stage
    held: Held
    examination: Examination


def examine_all(stage: Stage) -> None:
    """Let the centre ask for everybody, and each examination go as far as it went."""
    for held in HELD:
        way = Way(stage, held, _ask(stage, held))
        for place, (name, move) in enumerate(MOVES.items()):
            days_ago = getattr(held, name)
            if days_ago is not None:
                # Moves of the same day stand in their order.
                hours, minutes = divmod(place * 37, 60)
                move(way, stage.clock.at(days_ago, 10 + hours, minutes))


def _ask(stage: Stage, held: Held) -> Examination:
    terms = ExaminationTerms(
        recipient=stage.organisations[held.clinic],
        service=stage.services[held.clinic, held.service],
        asked=held.asked,
        escort=ESCORT,
        priority=held.priority,
        shown_name=held.name,
        shown_birth_year=held.born,
        shown_sex=held.sex,
        shown_citizenship=held.citizenship,
        shown_language=held.language,
        needs_interpreter=held.needs_interpreter,
    )
    with for_member(stage.members[OFFICER]) as by:
        return actions.ask_examination(
            by=by, terms=terms, submission=stage.key(), now=stage.clock.at(held.sent, 9)
        )


def _by_doctor(
    move: Callable[[Way, Acting, Referral, datetime.datetime], object],
) -> Callable[[Way, datetime.datetime], None]:
    """Return a move of the clinic that is done on the referral as it stands then."""

    def done(way: Way, now: datetime.datetime) -> None:
        with for_system(reason="demonstration"):
            referral = Referral.objects.get(pk=way.examination.referral_id)
        with for_member(way.stage.members[DOCTORS[way.held.clinic]]) as by:
            move(way, by, referral, now)

    return done


def _schedule(way: Way, by: Acting, one: Referral, now: datetime.datetime) -> None:
    at = way.stage.clock.at(way.held.appointment, 15, 30)
    actions.schedule_referral(by=by, referral=one, at=at, place=PLACE, now=now)


def _complete(way: Way, by: Acting, one: Referral, now: datetime.datetime) -> None:
    answer = FormalTerms(way.held.fitness, now.date() + datetime.timedelta(days=AGAIN))
    actions.complete_examination(by=by, referral=one, answer=answer, now=now)


def _redirect(way: Way, by: Acting, one: Referral, now: datetime.datetime) -> None:
    to = way.stage.organisations["tb_clinic"]
    note = "Нужен другой осмотр."
    actions.redirect_referral(by=by, referral=one, to=to, note=note, now=now)


def _take_back(way: Way, now: datetime.datetime) -> None:
    with for_member(way.stage.members[OFFICER]) as by:
        actions.take_back_examination(by=by, examination=way.examination, because="seen", now=now)


def _release(way: Way, now: datetime.datetime) -> None:
    with for_member(way.stage.members[OFFICER]) as by:
        actions.end_custody(by=by, examination=way.examination, now=now)


# In the order in which they happen.
MOVES: dict[str, Callable[[Way, datetime.datetime], None]] = {
    "received": _by_doctor(
        lambda _way, by, one, now: actions.receive_referral(by=by, referral=one, now=now)
    ),
    "accepted": _by_doctor(
        lambda _way, by, one, now: actions.accept_referral(
            by=by, referral=one, now=now, today=now.date()
        )
    ),
    "scheduled": _by_doctor(_schedule),
    "missed": _by_doctor(
        lambda _way, by, one, now: actions.mark_missed(by=by, referral=one, now=now)
    ),
    "arrived": _by_doctor(
        lambda _way, by, one, now: actions.mark_arrived(by=by, referral=one, now=now)
    ),
    "completed": _by_doctor(_complete),
    "left_early": _by_doctor(
        lambda _way, by, one, now: actions.leave_referral_early(
            by=by, referral=one, note="Ушёл до осмотра.", now=now
        )
    ),
    "declined": _by_doctor(
        lambda _way, by, one, now: actions.decline_referral(
            by=by, referral=one, because="wrong_service", note="Зубного врача у нас нет.", now=now
        )
    ),
    "redirected": _by_doctor(_redirect),
    "taken_back": _take_back,
    "released": _release,
}
