"""No hidden cell can be worked out, not even by somebody who knows the rule and tries everything."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import suppression
from reports.suppression import THRESHOLD, Shown, suppress

Cells = tuple[int, ...]
Said = tuple[Shown, ...]
CELLS = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 500)), min_size=2, max_size=12)


def tables(places: int, total: int) -> Iterator[Cells]:
    """Yield every table of so many cells with this total."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in tables(places - 1, total - first))


def worked_out(
    places: int, most: int, says: Callable[[Cells], Said], hides: Callable[[Cells], Cells]
) -> list[Cells]:
    """Return the tables of which somebody who knows the rule learns a hidden number.

    They list every table that would have been shown alike; where a number is the same in all of
    them, they know it. `says` is what is shown of a table, `hides` the numbers behind it.
    """
    alike: dict[Said, list[Cells]] = defaultdict(list)
    for total in range(most + 1):
        for one in tables(places, total):
            alike[says(one)].append(one)
    known = []
    for said, possible in alike.items():
        shown = [cell for part in said for cell in part.cells]
        behind = zip(*map(hides, possible), strict=True)
        if any(
            cell is None and len(set(values)) == 1
            for cell, values in zip(shown, behind, strict=True)
        ):
            known.append(possible[0])
    return known


def one_table(threshold: int) -> tuple[Callable[[Cells], Said], Callable[[Cells], Cells]]:
    return lambda cells: (suppress(cells, threshold=threshold),), lambda cells: cells


@pytest.mark.parametrize(
    ("places", "most", "threshold"),
    [(2, 25, 10), (2, 12, 3), (3, 16, 3), (3, 20, 4), (4, 12, 3), (4, 11, 2), (5, 10, 3), (6, 8, 2)],
)  # fmt: skip
def test_of_one_table_with_its_total_nothing_hidden_can_be_worked_out(
    places: int, most: int, threshold: int
) -> None:
    assert worked_out(places, most, *one_table(threshold)) == []


def margins(shape: Cells, cells: Cells) -> list[Cells]:
    """Return the sums of a table of several dimensions along each of them."""
    keys = list(product(*map(range, shape)))
    return [
        tuple(
            sum(cell for key, cell in zip(keys, cells, strict=True) if key[dimension] == place)
            for place in range(size)
        )
        for dimension, size in enumerate(shape)
    ]


@pytest.mark.parametrize(
    ("shape", "most", "threshold"), [((2, 3), 8, 3), ((2, 3), 7, 2), ((2, 2, 2), 6, 3), ((3, 3), 5, 2)]
)  # fmt: skip
def test_of_several_tables_about_the_same_people_neither(
    shape: Cells, most: int, threshold: int
) -> None:
    def says(cells: Cells) -> Said:
        return tuple(suppress(margin, threshold=threshold) for margin in margins(shape, cells))

    def hides(cells: Cells) -> Cells:
        return tuple(cell for margin in margins(shape, cells) for cell in margin)

    places = 1
    for size in shape:
        places *= size
    assert worked_out(places, most, says, hides) == []


@given(CELLS)
def test_of_the_others_and_the_total_no_hidden_cell_follows(cells: list[int]) -> None:
    shown = suppress(cells)
    hidden = [cell for cell, said in zip(cells, shown.cells, strict=True) if said is None]
    if shown.total is None or not hidden:
        return
    rest = shown.total - sum(cell for cell in shown.cells if cell is not None)
    # Each of them lies between 0 and the rest, and any of those is possible if there are two.
    assert len(hidden) >= 2
    assert rest >= 1


@given(CELLS)
def test_what_is_shown_is_true_and_large_enough(cells: list[int]) -> None:
    shown = suppress(cells)
    for cell, said in zip(cells, shown.cells, strict=True):
        assert said is None or said == cell >= THRESHOLD
    assert shown.total == (sum(cells) if sum(cells) >= THRESHOLD else None)


@given(CELLS)
def test_tables_with_the_same_total_show_it_alike(cells: list[int]) -> None:
    assert suppress(cells).total == suppress([sum(cells)]).total == suppress(cells[::-1]).total


@given(st.lists(st.integers(THRESHOLD, 500), min_size=1, max_size=12))
def test_where_nothing_is_small_everything_is_shown(cells: list[int]) -> None:
    assert suppress(cells) == Shown(tuple(cells), sum(cells))


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((0, 0, 0), (None, None, None)),  # too few altogether
        ((9, 0, 0), (None, None, None)),
        ((4, 30, 50), (None, None, 50)),  # one alone would follow from the total
        ((4, 30, 30), (None, None, None)),  # of two equal ones neither is told apart
        ((4, 3, 30), (None, None, 30)),
        ((0, 0, 30, 40), (None, None, None, 40)),  # zeros alone would follow from their sum
        ((9, 9, 30, 40), (None, None, None, 40)),  # so would nines
        ((9, 8, 30, 40), (None, None, 30, 40)),
        ((10, 11), (10, 11)),
    ],
)
def test_what_is_hidden_with_the_small_ones(cells: Cells, shown: tuple[int | None, ...]) -> None:
    assert suppress(cells).cells == shown


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        suppress((3, -1))


# --- rows that are always zero ---------------------------------------------------------------------


def with_a_row_of_zeros(cells: Cells) -> tuple[Shown, ...]:
    """Return what is said of a table in which somebody counts a thing that cannot be."""
    shown = suppress((*cells, 0), threshold=3)
    return (Shown(shown.cells[:-1], shown.total),)


def test_a_row_that_is_always_zero_gives_another_away_so_only_possible_rows_are_cut() -> None:
    assert worked_out(4, 12, with_a_row_of_zeros, lambda cells: cells) != []
    assert worked_out(4, 12, *one_table(3)) == []


def test_a_lone_small_state_is_not_hidden_behind_one_that_cannot_be() -> None:
    states = (50, 40, 30, 20, 11, 20, 12, 10, 15, 14, 3)
    with_expired = suppress((*states, 0))
    assert [*with_expired.cells].count(None) == 2
    shown = suppress(states)
    assert [place for place, cell in enumerate(shown.cells) if cell is None] == [7, 10]
    assert shown.total == 225


# --- each half of the rule is needed --------------------------------------------------------------


def first_only(cells: Cells, hidden: set[int]) -> set[int]:
    others = [place for place in range(len(cells)) if place not in hidden]
    return set(sorted(others, key=lambda place: cells[place])[:1])


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("_gives_itself_away", lambda _values, _threshold: False),
        ("_gives_itself_away", lambda values, _threshold: len(values) == 1),
        ("_gives_itself_away", lambda values, _t: len(values) == 1 or (values and not sum(values))),
        ("_smallest_of_the_others", first_only),
    ],
    ids=["none", "only one", "one or zeros", "not all of a size"],
)
def test_a_weaker_rule_is_seen_through(
    monkeypatch: pytest.MonkeyPatch, name: str, weaker: Callable[..., object]
) -> None:
    monkeypatch.setattr(suppression, name, weaker)
    assert worked_out(4, 12, *one_table(3)) != []
