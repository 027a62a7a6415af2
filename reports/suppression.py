"""Which cells of a table may leave the house, so that no small number can be worked out.

A cell below the threshold is not shown, zero included. The total is shown from the threshold on,
and every table that has the same total shows the same one: knowing it from elsewhere adds nothing.
Where the hidden cells could be worked out from the total, the smallest shown cells are hidden too,
all of the same size at once.

Why this is enough, even for somebody who knows this rule: what is hidden depends only on how many
cells are hidden, on their sum and on their size against the others, so any permutation of the
hidden values gives the same table. They give a cell away only if all are equal or there is but
one. Hidden cells that are all below the threshold can move a unit from one to another unless their
sum is the smallest or the largest possible; in just these cases larger ones are hidden with them,
and then they are not all equal. Where nothing is left to hide with them, the total alone is shown,
and it could as well be all in one cell. Tables with the same total stand for themselves: any two
of them fit together in some table of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

THRESHOLD = 10


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown; None stands for a hidden cell."""

    cells: tuple[int | None, ...]
    total: int | None


def suppress(cells: Sequence[int], *, threshold: int = THRESHOLD) -> Shown:
    """Return what may be shown of cells and their sum; a negative cell is a ValueError."""
    if any(cell < 0 for cell in cells):
        raise ValueError("a count is never below zero")
    total = sum(cells)
    if total < threshold:
        return Shown((None,) * len(cells), None)
    hidden = {place for place, cell in enumerate(cells) if cell < threshold}
    if _gives_itself_away([cells[place] for place in hidden], threshold):
        hidden |= _smallest_of_the_others(cells, hidden)
    return Shown(
        tuple(None if place in hidden else cell for place, cell in enumerate(cells)), total
    )


def _gives_itself_away(values: list[int], threshold: int) -> bool:
    if not values:
        return False
    return len(values) == 1 or sum(values) in {0, len(values) * (threshold - 1)}


def _smallest_of_the_others(cells: Sequence[int], hidden: set[int]) -> set[int]:
    others = [cell for place, cell in enumerate(cells) if place not in hidden]
    return {place for place, cell in enumerate(cells) if others and cell == min(others)}
