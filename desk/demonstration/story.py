"""What a case can be about: the words that belong together."""

from dataclasses import dataclass

ADULTS = (18, 58)


@dataclass(frozen=True)
class Question:
    """What is asked of a clinic, and what it answers."""

    service: str
    reason: str
    asked: str
    outcome: str
    findings: str
    advice: str = ""
    concerns_tb: bool = False
    priority: str = "routine"


@dataclass(frozen=True)
class Story:
    """A matter that brings somebody to a caseworker."""

    kind: str
    concern: str
    notes: tuple[str, ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()
    question: Question | None = None
    symptoms: str = ""
    ages: tuple[int, int] = ADULTS
    sex: str = ""
    # A ground in law instead of consent, and why.
    by_law: tuple[str, str] | None = None
    closing: str = ""

    @property
    def is_urgent(self) -> bool:
        return self.question is not None and self.question.priority == "stat"
