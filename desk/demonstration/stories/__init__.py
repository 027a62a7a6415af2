"""Matters of invented people, by what they are about."""

from desk.demonstration.stories.birth import BIRTH
from desk.demonstration.stories.illness import ILLNESS
from desk.demonstration.stories.injury import INJURY
from desk.demonstration.stories.papers import PAPERS
from desk.demonstration.stories.shelter import SHELTER
from desk.demonstration.stories.tuberculosis import TUBERCULOSIS

__all__ = ["BIRTH", "ILLNESS", "INJURY", "PAPERS", "SHELTER", "TUBERCULOSIS"]
