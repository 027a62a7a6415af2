"""Policies with one condition taken out: what a slip of the pen could make of each of them."""

import re
from collections.abc import Iterator

from django.db import connection

WORD = re.compile(r" (AND|OR) ")
COMPARED = (
    r"\( SELECT \(current_setting\('app\.(\w+)'::text, true\) (= [^()]*(?:\([^()]*\))?)\)"
    r"(?: AS \"\?column\?\")?\)"
)
SETTING = r"\( SELECT (?:\(NULLIF\()?current_setting\('app.(\w+)'.*? AS \"?\w+\"?\)"


def condition_of(table: str, policy: str) -> str:
    """Return the condition of a policy as PostgreSQL writes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(qual, with_check) FROM pg_policies"
            " WHERE tablename = %s AND policyname = %s",
            [table, policy],
        )
        found: str = cursor.fetchone()[0]
    return found


def mutants(condition: str) -> Iterator[tuple[str, str]]:
    """Yield each condition with one part of an AND or OR taken out, and the part."""
    for start, end in sorted(set(_groups(condition))):
        parts = _parts(condition, start, end)
        for word, first, last in parts:
            without = {"AND": "true", "OR": "false"}[word]
            yield condition[first:last], condition[:first] + without + condition[last:]


def short(condition: str) -> str:
    """Return a condition as it was meant: settings as bare capital words, no casts."""
    compared = re.sub(COMPARED, lambda found: f"({found[1].upper()} {found[2]})", condition)
    settings = re.sub(SETTING, lambda found: found[1].upper(), compared)
    return re.sub(r"::\w+(\[\])?", "", settings)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the inside of each pair of parentheses begins and ends."""
    opened = []
    for place, char in enumerate(text):
        if char == "(":
            opened.append(place + 1)
        elif char == ")":
            yield opened.pop(), place


def _parts(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the parts of one group that AND or OR joins, with the word that joins them."""
    flat = _without_inner(text[start:end])
    words = list(WORD.finditer(flat))
    if not words:
        # The lone condition of a WHERE.
        is_where = text[:start].rstrip().endswith("WHERE (") and " = " in flat
        return [("AND", start, end)] if is_where else []
    edges = [0, *[edge for word in words for edge in word.span()], len(flat)]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return [(words[0].group(1), start + first, start + last) for first, last in spans]


def _without_inner(text: str) -> str:
    """Return the text of the same length with everything in parentheses blotted out."""
    depth, flat = 0, []
    for char in text:
        depth -= char == ")"
        flat.append("_" if depth else char)
        depth += char == "("
    return "".join(flat)
