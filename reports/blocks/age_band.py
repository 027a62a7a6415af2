"""The reporting age band of a person on a day, worked out by the database: no birth date leaves it.

The same rule as `cases.ages`: a date known by month or year counts as its last possible day.
"""

from typing import Any

from django.db import models
from django.db.models.functions import TruncDate

from cases.ages import AGE_BANDS, UNKNOWN_BAND
from reports.months import ALMATY
from reports.tables import Labels

KNOWN_BANDS = tuple(band for band in AGE_BANDS if band != UNKNOWN_BAND)
_YOUNGEST = ", ".join(band.split("-")[0].rstrip("+") for band in KNOWN_BANDS)
# The place of the band among KNOWN_BANDS, from 1; NULL where nothing is known.
_SQL = f"""(SELECT CASE
    WHEN known.birth IS NULL OR date_trunc(known.precision, known.birth::timestamp) > known.day
    THEN NULL
    ELSE width_bucket(date_part('year', age(known.day::timestamp, LEAST(known.day::timestamp,
        date_trunc(known.precision, known.birth::timestamp)
        + ('1 ' || known.precision)::interval - interval '1 day')))::integer, ARRAY[{_YOUNGEST}])
    END FROM (VALUES (%(expressions)s)) AS known (birth, precision, day))"""  # noqa: S608  (constants of this module)


class AgeBand(models.Func):
    """The band of a birth date of some precision on a day."""

    template = _SQL
    output_field = models.IntegerField(null=True)


def age_band(person: str, moment: str) -> AgeBand:
    """Return the band of a person (the path to the file) on the day of a moment in Almaty."""
    columns = (models.F(f"{person}birth_date"), models.F(f"{person}birth_precision"))
    return AgeBand(*columns, TruncDate(moment, tzinfo=ALMATY))


def band_code(place: Any) -> str:
    """Return the fixed word for what the database worked out."""
    return KNOWN_BANDS[place - 1] if place else UNKNOWN_BAND


def band_labels(unknown: str) -> Labels:
    """Return the bands for people: with a dash that no spreadsheet takes for a date."""
    known = [(band, band.replace("-", "–")) for band in KNOWN_BANDS]  # noqa: RUF001
    return [*known, (UNKNOWN_BAND, unknown)]
