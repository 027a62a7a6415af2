"""Dates in each language: a month inside a date begins small, at the head of a page it does not."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.formats import date_format

DAY = datetime.date(2026, 11, 20)
WRITTEN = {
    "kk": ("2026 ж. 20 қараша", "Қараша 2026"),
    "ru": ("20 ноября 2026 г.", "Ноябрь 2026"),
    "ky": ("2026-ж., 20-ноябрь", "Ноябрь 2026"),
    "tg": ("20 ноябри 2026", "Ноябр 2026"),
    "uz": ("20-noyabr, 2026", "Noyabr 2026"),
    "en": ("20 November 2026", "November 2026"),
}


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Have the catalogues of this checkout."""
    call_command("compile_catalogues", verbosity=0)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_day_and_a_month_are_written_as_one_writes_them_there(language: str) -> None:
    with translation.override(language):
        written = (date_format(DAY, "DATE_FORMAT"), date_format(DAY, "YEAR_MONTH_FORMAT"))
    assert written == WRITTEN[language]
