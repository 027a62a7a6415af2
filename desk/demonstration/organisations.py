"""The organisations of the demonstration, named in six languages."""
# ruff: noqa: RUF001

from typing import NamedTuple

from accounts.models import Organisation


class Named(NamedTuple):
    """A kind of organisation and its name in each language of the interface."""

    kind: str
    en: str
    kk: str
    ru: str
    ky: str
    tg: str
    uz: str
    is_protected: bool = False
    country: str = ""
    registration_number: str = ""


ORGANISATIONS = {
    "komek": Named(
        "ngo",
        en="Komek Migrant Support Foundation",
        kk="«Көмек» мигранттарды қолдау қоры",
        ru="Фонд помощи мигрантам «Комек»",
        ky="«Көмек» мигранттарга жардам фонду",
        tg="Бунёди кӯмак ба муҳоҷирон «Комек»",
        uz="«Komek» migrantlarga yordam jamgʻarmasi",
        registration_number="051240003456",
    ),
    "tirek": Named(
        "ngo",
        en="Tirek Crisis Centre",
        kk="«Тірек» дағдарыс орталығы",
        ru="Кризисный центр «Тирек»",
        ky="«Тирек» кризистик борбору",
        tg="Маркази бӯҳронии «Тирек»",
        uz="«Tirek» inqiroz markazi",
        is_protected=True,
        registration_number="090640007812",
    ),
    "tb_clinic": Named(
        "clinic",
        en="City TB clinic",
        kk="Қалалық туберкулезге қарсы диспансер",
        ru="Городской противотуберкулёзный диспансер",
        ky="Шаардык кургак учукка каршы диспансер",
        tg="Диспансери зиддисили шаҳрӣ",
        uz="Shahar silga qarshi dispanseri",
    ),
    "hospital": Named(
        "clinic",
        en="City hospital",
        kk="Қалалық аурухана",
        ru="Городская больница",
        ky="Шаардык оорукана",
        tg="Беморхонаи шаҳрӣ",
        uz="Shahar kasalxonasi",
    ),
    "consulate_kg": Named(
        "consulate",
        en="Consulate of Kyrgyzstan in Almaty",
        kk="Қырғызстанның Алматыдағы консулдығы",
        ru="Консульство Кыргызстана в Алматы",
        ky="Кыргызстандын Алматыдагы консулдугу",
        tg="Консулгарии Қирғизистон дар Алматӣ",
        uz="Qirgʻizistonning Olmaotadagi konsulligi",
        country="KG",
    ),
    "consulate_tj": Named(
        "consulate",
        en="Consulate of Tajikistan in Almaty",
        kk="Тәжікстанның Алматыдағы консулдығы",
        ru="Консульство Таджикистана в Алматы",
        ky="Тажикстандын Алматыдагы консулдугу",
        tg="Консулгарии Тоҷикистон дар Алматӣ",
        uz="Tojikistonning Olmaotadagi konsulligi",
        country="TJ",
    ),
    "consulate_uz": Named(
        "consulate",
        en="Consulate of Uzbekistan in Almaty",
        kk="Өзбекстанның Алматыдағы консулдығы",
        ru="Консульство Узбекистана в Алматы",
        ky="Өзбекстандын Алматыдагы консулдугу",
        tg="Консулгарии Ӯзбекистон дар Алматӣ",
        uz="Oʻzbekistonning Olmaotadagi konsulligi",
        country="UZ",
    ),
    "reception": Named(
        "reception_centre",
        en="Reception-distribution centre",
        kk="Қабылдау-бөлу орны",
        ru="Приёмник-распределитель",
        ky="Кабыл алуу-бөлүштүрүү жайы",
        tg="Қабулгоҳи тақсимотӣ",
        uz="Qabul qilish-taqsimlash maskani",
    ),
    "health": Named(
        "health_department",
        en="City health department",
        kk="Қалалық денсаулық сақтау басқармасы",
        ru="Городское управление здравоохранения",
        ky="Шаардык саламаттык сактоо башкармалыгы",
        tg="Раёсати тандурустии шаҳр",
        uz="Shahar sogʻliqni saqlash boshqarmasi",
    ),
}


def found_organisations() -> dict[str, Organisation]:
    """Store the organisations and return them by their short names."""
    return {short: _found(named) for short, named in ORGANISATIONS.items()}


def _found(named: Named) -> Organisation:
    columns = named._asdict()
    told = ("kind", "is_protected", "country", "registration_number")
    plain = {column: columns.pop(column) for column in told}
    names = {f"name_{language}": name for language, name in columns.items()}
    return Organisation.objects.create(**plain, **names)
