"""What a report of one month is made of before it has words: codes and numbers by table."""

from collections import Counter
from typing import Any

# By table: how many of each code, or of each pair of codes. All that a report shows, and no more.
Facts = dict[str, Counter[tuple[str, ...]]]


def written(facts: Facts) -> dict[str, list[tuple[list[str], int]]]:
    """Return facts as they are stored."""
    return {
        table: [([*codes], count) for codes, count in sorted(counts.items())]
        for table, counts in facts.items()
    }


def read(stored: dict[str, Any]) -> Facts:
    """Return facts from what was stored."""
    return {
        table: Counter({tuple(codes): count for codes, count in rows})
        for table, rows in stored.items()
    }


def alone(counts: dict[str, int]) -> Counter[tuple[str, ...]]:
    """Return counts by single codes as facts."""
    return Counter({(code,): count for code, count in counts.items()})


def single(facts: Facts, table: str) -> dict[str, int]:
    """Return the counts of a table whose keys are single codes."""
    return {code: count for (code,), count in facts[table].items()}
