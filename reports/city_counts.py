"""What is counted for the whole city, and what of it may be shown: codes and numbers, no words."""

from collections import Counter
from collections.abc import Mapping
from typing import TypedDict

from cases.ages import AGE_BANDS
from cases.choices import CaseKind, Citizenship, Sex
from referrals.states import ReferralState
from reports.blocks import cases, people, referrals
from reports.months import Month
from reports.slices import Slice, Whole
from reports.suppression import suppress
from reports.tables import margin

# No draft was sent; and silence ends no referral in the month it was sent in, but 30 days after a
# deadline at the earliest. Whoever knows that a row is always zero has one hidden number for
# nothing, so only rows that can be more than zero stand here.
NEVER_BY_THE_END = {ReferralState.DRAFT, ReferralState.EXPIRED}
POSSIBLE: dict[str, tuple[str, ...]] = {
    "city_citizenship": tuple(Citizenship.values),
    "city_sex": tuple(Sex.values),
    "city_age": tuple(AGE_BANDS),
    "city_kind": tuple(CaseKind.values),
    "city_state": tuple(one.value for one in ReferralState if one not in NEVER_BY_THE_END),
}


class CityTable(TypedDict):
    """One table as it may be shown: each code with its number; None is hidden."""

    cells: list[tuple[str, int | None]]
    total: int | None


def city_counts(month: Month) -> dict[str, CityTable]:
    """Count over all organisations and hide what is about a few: three queries, as the system."""
    slice_ = Slice(Whole.CITY, month)
    registered = people.registered(slice_)
    counts = {
        "city_citizenship": margin(registered, people.CITIZENSHIP),
        "city_sex": margin(registered, people.SEX),
        "city_age": margin(registered, people.AGE),
        "city_kind": margin(cases.opened(slice_), cases.KIND),
        "city_state": margin(referrals.sent(slice_), referrals.STATE),
    }
    return {key: cut(POSSIBLE[key], counted) for key, counted in counts.items()}


def cut(codes: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> CityTable:
    """Return what may be shown; where anything else than these codes was counted, a ValueError."""
    cells = Counter({code: count for (code,), count in counts.items()})
    impossible = {code for code, count in cells.items() if count} - {*codes}
    if impossible:
        raise ValueError(f"counted what cannot be: {', '.join(sorted(impossible))}")
    shown = suppress([cells[code] for code in codes])
    return {"cells": list(zip(codes, shown.cells, strict=True)), "total": shown.total}
