"""Names of nobody, composed from lists, with the forms of each country and sex."""
# ruff: noqa: RUF001

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desk.demonstration.scripts import in_cyrillic, in_latin
from desk.demonstration.stage import Stage

LISTS = Path(__file__).parent / "names"
# In the lists, but not names of that sex or of that country's migrants.
STRANGE = frozenset(
    {"Shahzoda", "Gabriel", "Saddam", "Miron", "Elif", "Milana", "Malak", "Gabriyelov", "Saddamov"}
    | {"Firdavsev", "Mironov", "Yahyoev", "Zakariyoev", "Mahdiev", "Muhammadsafoev"}
    | {"Muhammadziyoev", "Серік", "Ким", "Ли", "Цой", "Иванов", "Кузнецов", "Попов"}
)
SURNAME_ENDS = ("ов", "ев", "ov", "ev")
ALIASES = {
    "female": ("Гуля", "Лола", "Мира", "Аля", "Зина", "Света", "Назира", "Дина"),
    "male": ("Алик", "Рома", "Тимур", "Миша", "Саид", "Русик", "Дима", "Жора"),
}


@dataclass(frozen=True)
class Names:
    """How one person is called: when asked, in the passport, among friends."""

    spoken: str
    passport: str
    alias: str


def compose(stage: Stage, country: str, sex: str) -> Names:
    """Return the names of one invented person."""
    lists = names_of(country)
    given = stage.one_of(lists[sex])
    surname = stage.one_of(lists["surname"])
    father = stage.one_of(lists["male"])
    if sex == "female" and surname.endswith(SURNAME_ENDS):
        surname += "a" if country == "UZ" else "а"
    whole = _in_passport(country, sex, surname, given, father, with_father=stage.happens(0.6))
    alias = stage.one_of(ALIASES[sex])
    if country == "UZ":
        return Names(in_cyrillic(f"{given} {surname}"), whole, alias)
    if country == "KG" and stage.happens(0.25):
        child = "кызы" if sex == "female" else "уулу"
        spoken = f"{father} {child} {given}"
        return Names(
            spoken, in_latin(spoken).replace("Kyzy", "kyzy").replace("Uulu", "uulu"), alias
        )
    return Names(f"{given} {surname}", in_latin(whole), alias)


def _in_passport(
    country: str, sex: str, surname: str, given: str, father: str, *, with_father: bool
) -> str:
    name = f"{surname} {given}"
    if not with_father:
        return name
    if country == "UZ":
        return f"{name} {father} {'qizi' if sex == 'female' else 'oʻgʻli'}"
    return f"{name} {_patronymic(father, sex)}"


def _patronymic(father: str, sex: str) -> str:
    if father[-1] in "аиоуыэюяӣӯ":
        father = father[:-1] + "е" if father[-1] in "иӣ" else father
        return father + ("вна" if sex == "female" else "вич")
    return father + ("овна" if sex == "female" else "ович")


@cache
def names_of(country: str) -> dict[str, list[str]]:
    """Return the given names by sex and the surnames (of men) of one country."""
    found: dict[str, list[str]] = {"female": [], "male": [], "surname": []}
    for name_list, name in READERS[country]():
        plain = name.replace("’", "ʼ").replace("‘", "ʻ")
        letters = plain.replace("ʼ", "").replace("ʻ", "")
        if letters.isalpha() and plain not in STRANGE and plain not in found[name_list]:
            found[name_list].append(plain)
    return found


def _kyrgyz() -> Iterator[tuple[str, str]]:
    yield from _by_hand("KG")
    yield from _popular("KG")


def _tajik() -> Iterator[tuple[str, str]]:
    yield from _by_hand("TJ")


def _kazakh() -> Iterator[tuple[str, str]]:
    yield from _popular("KZ")
    for row in _rows("popular_surnames_kz_cc0.csv"):
        if row["Localized Name"].endswith(SURNAME_ENDS):
            yield "surname", row["Localized Name"]


def _uzbek() -> Iterator[tuple[str, str]]:
    lists = {"first_names_female": "female", "first_names_male": "male"}
    lists["last_names_male"] = "surname"
    for row in _rows("faker_uz_names_mit.csv"):
        if row["list"] in lists:
            yield lists[row["list"]], row["name"]


def _by_hand(country: str) -> Iterator[tuple[str, str]]:
    for row in _rows("kyrgyz_tajik_names.csv"):
        if row["country"] == country:
            yield row["list"].replace("zoda", "surname"), row["name"]


def _popular(country: str) -> Iterator[tuple[str, str]]:
    for row in _rows("popular_forenames_kz_kg_tj_cc0.csv"):
        if row["Country"] == country:
            yield {"F": "female", "M": "male"}[row["Gender"]], row["Localized Name"]


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (LISTS / file).open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


READERS = {"KG": _kyrgyz, "TJ": _tajik, "UZ": _uzbek, "KZ": _kazakh}
