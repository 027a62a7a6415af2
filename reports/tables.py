"""What a report is made of: figures, tables and sections, the same for screen, XLSX and CSV."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# None is a cell without a number: nothing to compute it from, or not to be shown.
Cell = int | float | None
# Codes with their names for people, in the order of the rows.
Labels = Sequence[tuple[str, str]]
NOTHING = "—"


@dataclass(frozen=True)
class Figure:
    """One number that stands alone; `needs_care` where it had better be zero."""

    label: str
    value: Cell
    needs_care: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Line:
    """One row as a page draws it: each cell with the name of its column."""

    label: str
    cells: tuple[tuple[str, Cell], ...]
    is_total: bool


@dataclass(frozen=True)
class Table:
    """Rows of figures. The first of `columns` says what the rows are."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""

    @property
    def lines(self) -> Iterator[Line]:
        for row in (*self.rows, *([self.total] if self.total else [])):
            cells = tuple(zip(self.columns[1:], row.cells, strict=True))
            yield Line(row.label, cells, is_total=row is self.total)


@dataclass(frozen=True)
class Section:
    """Tables about one thing, and the figures of it that stand at the head of the report."""

    key: str
    title: str
    tables: tuple[Table, ...]
    headline: tuple[Figure, ...] = ()


def margin(cube: Mapping[tuple[str, ...], int], *places: int) -> Counter[tuple[str, ...]]:
    """Return the counts by some of the keys' places only."""
    counts: Counter[tuple[str, ...]] = Counter()
    for key, count in cube.items():
        counts[tuple(key[place] for place in places)] += count
    return counts


def counted(counts: Mapping[str, int], labels: Labels) -> tuple[Row, ...]:
    """Return a row for each code with its one count."""
    return tuple(Row(label, (counts.get(code, 0),)) for code, label in labels)


def crossed(
    counts: Mapping[tuple[str, ...], int], labels: Labels, columns: Sequence[str]
) -> tuple[Row, ...]:
    """Return a row for each code: its count in each column, and their sum."""
    rows = []
    for code, label in labels:
        cells = tuple(counts.get((code, column), 0) for column in columns)
        rows.append(Row(label, (*cells, sum(cells))))
    return tuple(rows)


def beside(labels: Labels, *counts: Mapping[tuple[str, ...], int]) -> tuple[Row, ...]:
    """Return a row for each code with its count in each of several countings."""
    return tuple(Row(label, tuple(one.get((code,), 0) for one in counts)) for code, label in labels)


def summed(label: str, rows: Sequence[Row]) -> Row:
    """Return the row that adds up all others, column by column."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return Row(label, tuple(sum(cell or 0 for cell in column) for column in columns))
