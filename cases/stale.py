"""Two people changed the same thing: what differs, for the second to decide knowingly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One field where what is stored now is not what the form was filled in from."""

    field: str
    yours: Any
    theirs: Any


class ChangedMeanwhile(Exception):
    """The form is older than the row; nothing was changed."""

    def __init__(self, *, version: int, differences: tuple[Difference, ...]) -> None:
        super().__init__("changed meanwhile")
        self.version = version
        self.differences = differences


def differences(
    stored: Mapping[str, Any], sent: Mapping[str, Any], fields: tuple[str, ...]
) -> tuple[Difference, ...]:
    """Return the fields in which the stored row and what was sent differ."""
    return tuple(
        Difference(field=name, yours=sent[name], theirs=stored[name])
        for name in fields
        if sent[name] != stored[name]
    )
