"""Charts are drawn inside their frame, in whole numbers, and longer for more."""

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from reports.pictures import (
    BAR_LENGTH,
    COLUMN_FOOT,
    COLUMN_TOP,
    WIDTH,
    Bar,
    columns_of,
    pyramid_of,
)

COUNTS = st.integers(0, 100_000)
BANDS = [f"band {place}" for place in range(10)]


def test_nothing_to_count_makes_no_picture() -> None:
    assert columns_of([("Sep", 0), ("Oct", 0)], last_is_running=False) is None
    assert columns_of([], last_is_running=False) is None
    assert pyramid_of([("0–4", 0, 0)]) is None


@given(st.lists(COUNTS, min_size=6, max_size=6))
def test_columns_stand_on_one_foot_inside_the_frame_and_the_largest_fills_it(
    values: list[int],
) -> None:
    chart = columns_of([(str(value), value) for value in values], last_is_running=True)
    if chart is None:
        assert not any(values)
        return
    bars = [column.bar for column in chart.columns]
    assert [bar.value for bar in bars] == values
    assert all(bar.y + bar.height == COLUMN_FOOT for bar in bars)
    assert min(bar.y for bar in bars) == COLUMN_TOP
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in bars)
    assert [column.is_running for column in chart.columns] == [False] * 5 + [True]
    in_order(bars, "height")


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=10, max_size=10))
def test_the_pyramid_has_the_oldest_on_top_and_grows_to_both_sides(
    counts: list[tuple[int, int]],
) -> None:
    chart = pyramid_of([(name, *both) for name, both in zip(BANDS, counts, strict=True)])
    if chart is None:
        assert not any(map(any, counts))
        return
    assert [band.name for band in chart.bands] == BANDS[::-1]
    women, men = [one.women for one in chart.bands], [one.men for one in chart.bands]
    assert [(w.value, m.value) for w, m in zip(women, men, strict=True)] == counts[::-1]
    assert len({bar.x + bar.width for bar in women}) == len({bar.x for bar in men}) == 1
    assert all(bar.x > 0 for bar in women)
    assert all(bar.x + bar.width < WIDTH for bar in men)
    assert all(bar.y + bar.height <= chart.height for bar in (*women, *men))
    assert max(bar.width for bar in (*women, *men)) == BAR_LENGTH
    in_order([*women, *men], "width")


def in_order(bars: list[Bar], size: str) -> None:
    """Fail where a larger number has a shorter bar, or one person has none."""
    assert all(isinstance(number, int) for bar in bars for number in astuple(bar))
    by_value = sorted(bars, key=lambda bar: bar.value)
    sizes = [getattr(bar, size) for bar in by_value]
    assert sizes == sorted(sizes)
    assert all(bool(bar.value) == bool(getattr(bar, size)) for bar in bars)
