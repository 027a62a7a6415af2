"""The whole demonstration, loaded at once or not at all."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accounts.acting import Acting, for_member, for_system
from accounts.models import Organisation
from cases.actions import assign_case
from desk.demonstration import files, tasks
from desk.demonstration.agreements import agree, invite
from desk.demonstration.clock import Clock
from desk.demonstration.custody import examine_all
from desk.demonstration.emergencies import open_in_emergencies
from desk.demonstration.envelopes import write_to_consulates
from desk.demonstration.files import Told
from desk.demonstration.members import hire_members
from desk.demonstration.messages import tell_of_messages
from desk.demonstration.offers import offer_services
from desk.demonstration.organisations import found_organisations
from desk.demonstration.papers import add_papers
from desk.demonstration.plans import QUIET, Plan, plan_all
from desk.demonstration.referring import refer
from desk.demonstration.rights import ask_about_data
from desk.demonstration.stage import Stage
from referrals.actions import expire_silent_referrals

# On these days, counted back from today, the clock looked for referrals that nobody moved.
CLOCK_STRUCK = (25, 12, 2, 0)


@transaction.atomic
def load_demonstration(now: datetime.datetime) -> bool:
    """Load everything into an empty database; say whether it was empty."""
    if Organisation.objects.exists():
        return False
    with without_savepoints():
        _load(Stage(Clock(now)))
    return True


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Save nothing on the way: any failure undoes everything, and 4,000 savepoints take seconds."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        del connection.features.uses_savepoints


def _load(stage: Stage) -> None:
    with for_system(reason="demonstration") as system:
        stage.organisations.update(found_organisations())
        stage.members.update(hire_members(system, stage.organisations))
        stage.services.update(offer_services(stage.organisations))
        agree(stage)
    told = _tell_all(stage)
    _look_ahead(stage, told)
    _correct(stage, told)
    _change_hands(stage, told)
    examine_all(stage)
    write_to_consulates(stage, told)
    add_papers(stage, told)
    for days_ago in CLOCK_STRUCK:
        struck = stage.clock.now - datetime.timedelta(days=days_ago)
        expire_silent_referrals(by="demonstration", now=struck, today=struck.date())
    tell_of_messages(stage, told)
    invite(stage)
    open_in_emergencies(stage, told)
    ask_about_data(stage, told)


def _tell_all(stage: Stage) -> list[Told]:
    told: list[Told] = []
    for plan in plan_all(stage):
        earlier = _earlier(stage, told, plan.by) if plan.is_second else None
        with for_member(stage.members[plan.by]) as by:
            one = _begin(stage, by, plan, earlier)
        refer(stage, one)
        with for_member(stage.members[plan.by]) as by:
            files.write_notes(stage, by, one)
            files.end_story(stage, by, one)
        told.append(one)
    return told


def _begin(stage: Stage, by: Acting, plan: Plan, earlier: Told | None) -> Told:
    if earlier:
        one = files.open_second(stage, by, plan, earlier)
    else:
        one = files.open_file(stage, by, plan)
    tasks.finish_tests(stage, by, one)
    tasks.finish_first(stage, by, one)
    return one


def _earlier(stage: Stage, told: list[Told], by: str) -> Told:
    holding = [one for one in told if one.plan.by == by and one.plan.may_come_again]
    return stage.one_of(holding)


def _correct(stage: Stage, told: list[Told]) -> None:
    """Let Zhanna correct two open files: a language she heard of later, a reader after all."""
    hers = [one for one in told if one.plan.by == "zhanna" and not one.plan.closing]
    first, second = [one for one in hers if not one.plan.is_second][:2]
    with for_member(stage.members["zhanna"]) as by:
        files.correct(by, first, "said", other_languages=("ru", "kk"))
        files.correct(by, second, "mistake", reads="little", other_languages=())


def _look_ahead(stage: Stage, told: list[Told]) -> None:
    for by in QUIET:
        mine = [one for one in told if one.plan.by == by and not one.plan.closing]
        tasks.plan_ahead(stage, by, mine)


def _change_hands(stage: Stage, told: list[Told]) -> None:
    """Reopen two closed cases; the supervisor gives three cases to another caseworker."""
    closed = [one for one in told if one.plan.closing == "resolved" and not one.plan.course]
    for one in closed[:2]:
        with for_member(stage.members[one.plan.by]) as by:
            files.reopen(stage, by, one)
    given = [
        one
        for one in told
        if one.plan.by == "daniyar" and not one.plan.course and not one.plan.closing
    ]
    with for_member(stage.members["saule"]) as by:
        for one in given[:3]:
            to_id = stage.members["zhanna"].user_id
            assign_case(by=by, case=one.case, to_id=to_id, now=stage.clock.at(1, 12))
