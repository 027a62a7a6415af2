"""Who the invented people are: facts, names and phones that go together."""

import datetime
from dataclasses import dataclass

from cases.actions.migrant import MigrantFacts
from cases.phones import clean_phone
from desk.demonstration.names import Names, compose
from desk.demonstration.stage import Stage

COUNTRIES = ("KG",) * 7 + ("TJ",) * 6 + ("UZ",) * 10 + ("KZ",)
LANGUAGES = {"KG": "ky", "TJ": "tg", "UZ": "uz", "KZ": "kk"}
PRECISIONS = ("day", "day", "day", "day", "day", "day", "month", "year", "year", "unknown")
READS = ("yes", "yes", "yes", "yes", "little", "no", "unknown")
# The block 000 of each operator: nobody's numbers, as far as anybody can tell.
PREFIXES = {
    "KZ": ("+7701000", "+7702000", "+7705000", "+7707000", "+7747000", "+7775000"),
    "KG": ("+996550000", "+996700000", "+996770000", "+996555000"),
    "TJ": ("+992900000", "+992918000", "+992935000", "+992980000"),
    "UZ": ("+998901000", "+998911000", "+998931000", "+998971000"),
}
DIGITS = {"KZ": 12, "KG": 13, "TJ": 13, "UZ": 13}


@dataclass(frozen=True)
class InventedPerson:
    """One person before they come to an organisation."""

    names: Names
    facts: MigrantFacts
    phones: tuple[str, ...]


def invent(stage: Stage, *, sex: str, ages: tuple[int, int]) -> InventedPerson:
    """Return a person who is nobody."""
    country = stage.one_of(COUNTRIES)
    sex = sex or stage.one_of(("male", "male", "female"))
    birth_date, precision = _birth(stage, ages)
    language = LANGUAGES[country] if stage.happens(0.85) else "ru"
    facts = MigrantFacts(
        language=language,
        sex=sex if stage.happens(0.97) else "unknown",
        birth_date=birth_date,
        birth_precision=precision,
        citizenship=_citizenship(stage, country),
        other_languages=("ru",) if language != "ru" and stage.happens(0.6) else (),
        reads=stage.one_of(READS),
        expected_departure_on=_departure(stage),
    )
    return InventedPerson(compose(stage, country, sex), facts, _phones(stage, country))


def _citizenship(stage: Stage, country: str) -> str:
    known = {0: "stateless", 1: "unknown", 2: "other"}
    return known.get(stage.chance.randrange(45), country)


def _birth(stage: Stage, ages: tuple[int, int]) -> tuple[datetime.date | None, str]:
    precision = stage.one_of(PRECISIONS)
    if precision == "unknown":
        return None, precision
    youngest, oldest = ages
    days = stage.chance.randint(youngest * 366, oldest * 365)
    born = stage.clock.today - datetime.timedelta(days=days)
    if precision == "day":
        return born, precision
    return born.replace(day=1, month=born.month if precision == "month" else 1), precision


def _departure(stage: Stage) -> datetime.date | None:
    if not stage.happens(0.3):
        return None
    return stage.clock.today + datetime.timedelta(days=stage.chance.randint(6, 130))


def _phones(stage: Stage, country: str) -> tuple[str, ...]:
    count = stage.one_of((0, 1, 1, 1, 1, 1, 2, 2))
    return tuple(_phone(stage, one) for one in ("KZ", country)[:count])


def _phone(stage: Stage, country: str) -> str:
    while True:
        prefix = stage.one_of(PREFIXES[country])
        missing = DIGITS[country] - len(prefix)
        phone = f"{prefix}{stage.chance.randrange(10**missing):0{missing}d}"
        if clean_phone(phone) == phone:
            return phone
