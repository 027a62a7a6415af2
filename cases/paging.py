"""Pages of a list without ever counting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

PAGE_SIZE = 25

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows and whether others stand before and after it."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_number(text: str) -> int:
    """Return the page asked for in an address; anything odd is the first."""
    return min(int(text), 10_000) if text.isdecimal() and int(text) > 0 else 1


def cut(rows: "QuerySet[Stored]", number: int, size: int = PAGE_SIZE) -> tuple[list[Stored], bool]:
    """Return one page of a query set and whether there is more: one query."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return found[:size], len(found) > size
