"""Tasks of the demonstration: done, late, due today, and to come."""

from collections.abc import Sequence

from accounts.acting import Acting, for_member
from cases.actions import add_task, finish_task
from cases.models import Task
from desk.demonstration.files import Told
from desk.demonstration.stage import Stage

# Days before today on which a caseworker's open tasks are due; below zero they are to come.
DUE = (4, 1, 0, 0, -1, -2, -3, -3, -5, -8, -12, -20, -30)
TEST_LEFT_OPEN_DAYS = 6


def finish_tests(stage: Stage, by: Acting, told: Told) -> None:
    """Finish the tests that positive screens asked for, except the newest."""
    if told.plan.opened < TEST_LEFT_OPEN_DAYS:
        return
    done_at = stage.clock.at(told.plan.opened - 3, 16)
    for task in Task.objects.visible_to(by).open().filter(case=told.case, kind="tb_test"):
        finish_task(by=by, task=task, now=done_at)


def finish_first(stage: Stage, by: Acting, told: Told) -> None:
    """Write down the first thing that was to be done, and that it was done."""
    plan = told.plan
    if not plan.story.tasks or plan.opened < TEST_LEFT_OPEN_DAYS:
        return
    kind, text = plan.story.tasks[0]
    task = _add(stage, by, told, kind, text, due=plan.opened - 3, written=plan.opened)
    finish_task(by=by, task=task, now=stage.clock.at(plan.opened - 4, 16))


def plan_ahead(stage: Stage, by_whom: str, open_cases: Sequence[Told]) -> None:
    """Give a caseworker tasks on some of their open cases."""
    with_tasks = [told for told in open_cases if told.plan.story.tasks]
    chosen = stage.chance.sample(with_tasks, min(len(with_tasks), len(DUE)))
    with for_member(stage.members[by_whom]) as by:
        for due, told in zip(DUE, chosen, strict=False):
            kind, text = told.plan.story.tasks[-1]
            written = min(told.plan.opened, max(due, 0) + 4)
            _add(stage, by, told, kind, text, due=due, written=written)


def _add(
    stage: Stage, by: Acting, told: Told, kind: str, text: str, *, due: int, written: int
) -> Task:
    return add_task(
        by=by,
        case=told.case,
        kind=kind,
        text=text,
        due_on=stage.clock.day(due),
        now=stage.clock.at(written, 16, 30),
        submission=stage.key(),
    )
