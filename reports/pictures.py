"""Where the bars of a chart stand: whole numbers only, for a template to draw.

Whole numbers, because a template writes a fraction with the comma of the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
# --- columns, one a month: a number above each, a name below ---
COLUMN_HEIGHT, COLUMN_TOP, COLUMN_FOOT, COLUMN_WIDTH = 190, 24, 160, 34
# --- the pyramid: bars to both sides of the names in the middle ---
BAND_HEIGHT, BAND_TOP, BAR_HEIGHT, BAR_LENGTH = 22, 30, 16, 112
LEFT_EDGE, RIGHT_EDGE, MIDDLE = 150, 210, 180
GAP, TEXT_DOWN = 6, 13


@dataclass(frozen=True)
class Bar:
    """One bar with its number and where the number is written."""

    value: int
    x: int
    y: int
    width: int
    height: int
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Column:
    """One month."""

    name: str
    bar: Bar
    is_running: bool


@dataclass(frozen=True)
class Band:
    """One age band: women to the left, men to the right."""

    name: str
    text_y: int
    women: Bar
    men: Bar


@dataclass(frozen=True)
class Columns:
    """A chart of months."""

    height: int
    foot: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Pyramid:
    """A chart of ages."""

    height: int
    bands: tuple[Band, ...]


def columns_of(months: Sequence[tuple[str, int]], *, last_is_running: bool) -> Columns | None:
    """Return a column for each name and number; None where all are zero."""
    most = max((value for _name, value in months), default=0)
    if not most:
        return None
    step = WIDTH // len(months)
    bars = [
        _column(place * step + step // 2, value, most) for place, (_, value) in enumerate(months)
    ]
    last = len(months) - 1
    return Columns(
        COLUMN_HEIGHT,
        COLUMN_FOOT,
        tuple(
            Column(name, bar, is_running=last_is_running and place == last)
            for place, ((name, _value), bar) in enumerate(zip(months, bars, strict=True))
        ),
    )


def pyramid_of(ages: Sequence[tuple[str, int, int]]) -> Pyramid | None:
    """Return bands of (name, women, men), the oldest on top; None where there is nobody."""
    most = max((max(women, men) for _name, women, men in ages), default=0)
    if not most:
        return None
    bands = tuple(
        _band(name, women, men, most, BAND_TOP + place * BAND_HEIGHT)
        for place, (name, women, men) in enumerate(reversed(ages))
    )
    return Pyramid(BAND_TOP + len(bands) * BAND_HEIGHT + GAP, bands)


def _column(middle: int, value: int, most: int) -> Bar:
    height = _length(value, most, COLUMN_FOOT - COLUMN_TOP)
    top = COLUMN_FOOT - height
    return Bar(value, middle - COLUMN_WIDTH // 2, top, COLUMN_WIDTH, height, middle, top - GAP)


def _band(name: str, women: int, men: int, most: int, top: int) -> Band:
    left, right = (_length(value, most, BAR_LENGTH) for value in (women, men))
    text_y = top + TEXT_DOWN
    return Band(
        name,
        text_y,
        Bar(women, LEFT_EDGE - left, top, left, BAR_HEIGHT, LEFT_EDGE - left - GAP, text_y),
        Bar(men, RIGHT_EDGE, top, right, BAR_HEIGHT, RIGHT_EDGE + right + GAP, text_y),
    )


def _length(value: int, most: int, longest: int) -> int:
    return -(-value * longest // most)
