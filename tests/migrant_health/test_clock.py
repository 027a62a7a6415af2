"""Python and PostgreSQL must read the same time off the wall in Almaty."""

from datetime import UTC, datetime, timedelta

import pytest

from migrant_health import clock
from migrant_health.clock import clocks_agree, wall_clock


@pytest.mark.django_db
def test_here_they_agree() -> None:
    assert clocks_agree(None, databases=["default"]) == []
    assert clocks_agree(None, databases=None) == []


def test_almaty_left_utc_plus_6_in_march_2024() -> None:
    for year, hours in ((2023, 6), (2025, 5)):
        noon = datetime(year, 6, 1, 12, tzinfo=UTC)
        ahead = wall_clock(noon, "Asia/Almaty") - noon.replace(tzinfo=None)
        assert ahead == timedelta(hours=hours)


@pytest.mark.django_db
def test_an_old_table_of_time_zones_stops_the_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_before(moment: datetime, zone: str) -> datetime:
        old = timedelta(hours=6 if zone in {"Asia/Almaty", "Asia/Bishkek"} else 5)
        return moment.replace(tzinfo=None) + old

    monkeypatch.setattr(clock, "wall_clock", as_before)
    (error,) = clocks_agree(None, databases=["default"])
    assert "Asia/Almaty on 2026-07-01" in error.msg
    assert "tzdata" in str(error.hint)
