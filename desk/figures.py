"""Figures on a home page: numbers and tables, never a name and nothing that leads to a file."""

from dataclasses import dataclass

from django.utils.functional import Promise

from reports.tables import Figure, Table


@dataclass(frozen=True)
class FigureBlock:
    """Figures under one heading."""

    title: str | Promise
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
