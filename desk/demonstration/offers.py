"""What the clinics of the demonstration offer, in six languages."""
# ruff: noqa: RUF001

from typing import NamedTuple

from accounts.models import Organisation
from referrals.models import Service


class Said(NamedTuple):
    """The same words in each language of the interface."""

    en: str
    kk: str
    ru: str
    ky: str
    tg: str
    uz: str


SERVICES: dict[tuple[str, str], tuple[Said, Said]] = {
    ("tb_clinic", "tb_examination"): (
        Said(
            en="TB examination",
            kk="Туберкулезге тексеру",
            ru="Обследование на туберкулёз",
            ky="Кургак учукка текшерүү",
            tg="Муоина барои сил",
            uz="Silga tekshiruv",
        ),
        Said(
            en="Sputum test, chest X-ray and a doctor's visit. Also for people without papers.",
            kk="Қақырық талдауы, кеуде рентгені, дәрігер қабылдауы. Құжаты жоқ адамдарға да.",
            ru="Анализ мокроты, рентген грудной клетки, приём врача. Также для людей без документов.",
            ky="Какырык анализи, көкүрөк рентгени, дарыгердин кабыл алуусу. Документи жок адамдарга да.",
            tg="Таҳлили балғам, рентгени қафаси сина, қабули табиб. Барои шахсони беҳуҷҷат низ.",
            uz="Balgʻam tahlili, koʻkrak rentgeni, shifokor qabuli. Hujjati yoʻq odamlarga ham.",
        ),
    ),
    ("tb_clinic", "tb_treatment"): (
        Said(
            en="TB treatment",
            kk="Туберкулезді емдеу",
            ru="Лечение туберкулёза",
            ky="Кургак учукту дарылоо",
            tg="Табобати сил",
            uz="Silni davolash",
        ),
        Said(
            en="Medicines and observation, on the ward or as an outpatient.",
            kk="Дәрі-дәрмек және бақылау, стационарда немесе амбулаторлық.",
            ru="Лекарства и наблюдение, в стационаре или амбулаторно.",
            ky="Дары-дармек жана байкоо, стационарда же амбулатордук.",
            tg="Доруворӣ ва назорат, дар статсионар ё амбулаторӣ.",
            uz="Dori-darmon va kuzatuv, statsionarda yoki ambulator.",
        ),
    ),
    ("hospital", "emergency"): (
        Said(
            en="Emergency care",
            kk="Шұғыл көмек",
            ru="Неотложная помощь",
            ky="Кечиктирилгис жардам",
            tg="Ёрии таъҷилӣ",
            uz="Shoshilinch yordam",
        ),
        Said(
            en="Day and night, for everybody, with or without papers.",
            kk="Тәулік бойы, барлығына, құжат болса да, болмаса да.",
            ru="Круглосуточно, для всех, с документами и без них.",
            ky="Күнү-түнү, баарына, документи барга да, жокко да.",
            tg="Шабонарӯзӣ, барои ҳама, бо ҳуҷҷат ва бе ҳуҷҷат.",
            uz="Kechayu kunduz, hamma uchun, hujjatli va hujjatsiz.",
        ),
    ),
    ("hospital", "maternity"): (
        Said(
            en="Pregnancy and birth",
            kk="Жүктілік және босану",
            ru="Беременность и роды",
            ky="Кош бойлуулук жана төрөт",
            tg="Ҳомиладорӣ ва таваллуд",
            uz="Homiladorlik va tugʻruq",
        ),
        Said(
            en="Care in pregnancy, birth, the first weeks of mother and child.",
            kk="Жүкті әйелді бақылау, босандыру, ана мен баланың алғашқы апталары.",
            ru="Наблюдение беременных, роды, первые недели матери и ребёнка.",
            ky="Кош бойлуу аялды көзөмөлдөө, төрөт, эне менен баланын алгачкы жумалары.",
            tg="Назорати занони ҳомила, таваллуд, ҳафтаҳои аввали модару кӯдак.",
            uz="Homilador ayollarni kuzatish, tugʻruq, ona va bolaning ilk haftalari.",
        ),
    ),
    ("hospital", "general_care"): (
        Said(
            en="General care",
            kk="Жалпы медициналық көмек",
            ru="Общая медицинская помощь",
            ky="Жалпы медициналык жардам",
            tg="Ёрии умумии тиббӣ",
            uz="Umumiy tibbiy yordam",
        ),
        Said(
            en="Physician, surgeon and children's doctor, on weekdays by appointment.",
            kk="Терапевт, хирург және балалар дәрігері, жұмыс күндері алдын ала жазылу арқылы.",
            ru="Терапевт, хирург и педиатр, по будням, по записи.",
            ky="Терапевт, хирург жана балдар дарыгери, иш күндөрү, алдын ала жазылуу менен.",
            tg="Терапевт, ҷарроҳ ва табиби кӯдакон, рӯзҳои корӣ, бо навишта шудан.",
            uz="Terapevt, jarroh va bolalar shifokori, ish kunlari, oldindan yozilish bilan.",
        ),
    ),
}


def offer_services(organisations: dict[str, Organisation]) -> dict[tuple[str, str], Service]:
    """Store the services and return them by organisation and kind."""
    return {
        (short, kind): Service.objects.create(
            organisation=organisations[short],
            kind=kind,
            **_columns("name", name),
            **_columns("description", description),
        )
        for (short, kind), (name, description) in SERVICES.items()
    }


def _columns(field: str, said: Said) -> dict[str, str]:
    return {f"{field}_{language}": words for language, words in said._asdict().items()}
