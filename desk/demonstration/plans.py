"""What will be told: each case with its story, its days, its consent and its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from desk.demonstration.courses import COURSES, Course
from desk.demonstration.stage import Stage
from desk.demonstration.stories import BIRTH, ILLNESS, INJURY, PAPERS, SHELTER, TUBERCULOSIS
from desk.demonstration.story import ADULTS, Story

OLDEST = 175
# Days after which a case may rest or be over.
STILL_FRESH = 9
# Quiet cases: of new people, and second ones of people who were here before.
QUIET = {"aigerim": (20, 5), "zhanna": (18, 5), "daniyar": (19, 5), "dinara": (7, 2)}
COMMON = (*TUBERCULOSIS, *BIRTH, *ILLNESS, *INJURY, *PAPERS)
# Who may not see tuberculosis is not given such cases.
STORIES = {
    "aigerim": COMMON,
    "zhanna": COMMON,
    "daniyar": (*BIRTH, *ILLNESS, *INJURY, *PAPERS, *INJURY),
    "dinara": SHELTER,
}
CLOSINGS = (
    "resolved", "resolved", "lost_contact", "resolved", "left_country", "resolved",
    "handed_over", "resolved", "declined_help", "resolved", "opened_in_error",
)  # fmt: skip
CONSENTS = (
    "given",
    "given",
    "given",
    "given",
    "expiring",
    "given",
    "given",
    "withdrawn",
    "expired",
)
SERVICES = {
    "tb_clinic": ("tb_examination", "tb_treatment"),
    "hospital": ("emergency", "maternity", "general_care"),
}


@dataclass(frozen=True)
class Plan:
    """One case to be told. `closing` is the reason, `paused` whether it rests."""

    by: str
    story: Story
    opened: int
    course: Course | None = None
    consent: str = "given"
    closing: str = ""
    is_paused: bool = False
    is_second: bool = False

    @property
    def may_come_again(self) -> bool:
        is_grown = self.story.ages[0] >= ADULTS[0]
        return is_grown and self.consent == "given" and not self.story.by_law and not self.is_second


def plan_all(stage: Stage) -> list[Plan]:
    """Return all cases, the oldest first."""
    plans = [*_with_referrals(stage), *_quiet(stage)]
    return sorted(plans, key=lambda plan: -plan.opened)


def _with_referrals(stage: Stage) -> Iterator[Plan]:
    decks: dict[tuple[str, str], Iterator[Story]] = {
        (by, to): cycle(_shuffled(stage, [one for one in stories if _asks(one, to)]))
        for by, stories in STORIES.items()
        for to in SERVICES
        if any(_asks(one, to) for one in stories)
    }
    closings = cycle(("resolved", "resolved", "left_country", "resolved"))
    for course in COURSES:
        story = _tells_of(decks, course)
        course = course.hurried() if story.is_urgent and course.came else course  # noqa: PLW2901
        # What rests on the law alone rests on it for a month: such cases are not written late.
        opened = course.begins + (0 if story.by_law else stage.chance.randrange(3))
        is_over = course.noted is not None and course.noted > STILL_FRESH
        closing = (story.closing or next(closings)) if is_over and stage.happens(0.7) else ""
        consent = "withdrawn" if course.withdraws else "given"
        yield Plan(course.by, story, opened, course, consent, closing)


def _tells_of(decks: dict[tuple[str, str], Iterator[Story]], course: Course) -> Story:
    # The shelter has no story of its own about the TB clinic.
    deck = decks.get((course.by, course.to)) or decks["aigerim", course.to]
    # What cannot wait is either new or was seen at once.
    fits = (one for one in deck if not one.is_urgent or course.came or course.begins == 1)
    return next(fits)


def _asks(story: Story, to: str) -> bool:
    return story.question is not None and story.question.service in SERVICES[to]


def _quiet(stage: Stage) -> Iterator[Plan]:
    closings, consents = cycle(CLOSINGS), cycle(CONSENTS)
    for by, (new, second) in QUIET.items():
        deck = cycle(_shuffled(stage, STORIES[by]))
        for _ in range(new):
            story, opened = next(deck), 2 + int(OLDEST * stage.chance.random() ** 1.6)
            yield _quiet_plan(stage, by, story, opened, next(consents), closings)
        for _ in range(second):
            opened = stage.chance.randint(2, 40)
            yield Plan(by, stage.one_of(PAPERS), opened, is_second=True)


def _quiet_plan(
    stage: Stage, by: str, story: Story, opened: int, consent: str, closings: Iterator[str]
) -> Plan:
    # The older, the likelier to be over: none of the last fortnight, most of the oldest.
    is_over = stage.happens(min(0.8, max(0, opened - STILL_FRESH) / 90))
    closing = (story.closing or next(closings)) if is_over else ""
    is_paused = not closing and opened > STILL_FRESH and stage.happens(0.25)
    return Plan(by, story, opened, consent=consent, closing=closing, is_paused=is_paused)


def _shuffled(stage: Stage, stories: "tuple[Story, ...] | list[Story]") -> list[Story]:
    return stage.chance.sample(list(stories), len(stories))
