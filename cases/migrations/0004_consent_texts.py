"""The words of consent, first version: what is read to a person before anything is kept or shared.

Each text has the eight contents of the Personal data law of Kazakhstan, art. 8(4): who keeps the
data, whose it is, for how long, whether and to whom it is passed on, whether it goes abroad,
whether it is published, which data it is, and that the person may change their mind.
"""

import datetime

from django.db import migrations

SINCE = datetime.date(2025, 1, 1)
PURPOSES = ("care", "papers", "cross_border")
# One text is these lines, in this order; the lines of ALWAYS are the same for every purpose.
LINES = ("asks", "who", "whose", "data", "term", "recipients", "abroad", "publication", "not_for", "free")

ALWAYS = {
    "en": {
        "who": "Who keeps it: the organisation whose worker is talking with you now.",
        "whose": "About whom: about you, or about the person you speak for (for example your child).",
        "term": "For how long: until the day written in this consent.",
        "publication": "Publication: no, never.",
        "not_for": "This consent does not allow anyone to pass the information to the police or the migration service.",
        "free": "You may refuse, and you may take your consent back at any time: it is enough to tell us. Our help does not depend on it.",
    },
    "ru": {
        "who": "Кто хранит сведения: организация, сотрудник которой сейчас говорит с Вами.",
        "whose": "О ком сведения: о Вас или о человеке, за которого Вы говорите (например, о Вашем ребёнке).",
        "term": "Срок: до дня, который записан в этом согласии.",
        "publication": "Публикация: нет, никогда.",
        "not_for": "Это согласие не разрешает передавать сведения полиции или миграционной службе.",
        "free": "Вы можете отказаться, а также отозвать согласие в любое время: достаточно сказать нам. Наша помощь от этого не зависит.",
    },
    "kk": {
        "who": "Мәліметті кім сақтайды: қазір Сізбен сөйлесіп отырған қызметкердің ұйымы.",
        "whose": "Мәлімет кім туралы: Сіз туралы немесе Сіз оның атынан сөйлеп отырған адам туралы (мысалы, балаңыз туралы).",
        "term": "Мерзімі: осы келісімде жазылған күнге дейін.",
        "publication": "Жариялау: жоқ, ешқашан.",
        "not_for": "Бұл келісім мәліметті полицияға немесе көші-қон қызметіне беруге рұқсат етпейді.",
        "free": "Сіз бас тарта аласыз, келісімді кез келген уақытта қайтарып ала аласыз: бізге айтсаңыз жеткілікті. Біздің көмегіміз бұған байланысты емес.",
    },
    "ky": {
        "who": "Маалыматты ким сактайт: азыр Сиз менен сүйлөшүп жаткан кызматкердин уюму.",
        "whose": "Маалымат ким жөнүндө: Сиз жөнүндө же Сиз анын атынан сүйлөп жаткан адам жөнүндө (мисалы, балаңыз жөнүндө).",
        "term": "Мөөнөтү: ушул макулдукта жазылган күнгө чейин.",
        "publication": "Жарыялоо: жок, эч качан.",
        "not_for": "Бул макулдук маалыматты полицияга же миграция кызматына берүүгө уруксат бербейт.",
        "free": "Сиз баш тарта аласыз, макулдукту каалаган убакта кайтарып ала аласыз: бизге айтсаңыз жетиштүү. Биздин жардам буга байланыштуу эмес.",
    },
    "tg": {
        "who": "Маълумотро кӣ нигоҳ медорад: созмоне, ки корманди он ҳоло бо Шумо суҳбат мекунад.",
        "whose": "Маълумот дар бораи кӣ: дар бораи Шумо ё шахсе, ки Шумо аз номи ӯ гап мезанед (масалан, фарзандатон).",
        "term": "Муҳлат: то рӯзе, ки дар ин розигӣ навишта шудааст.",
        "publication": "Нашр: не, ҳеҷ гоҳ.",
        "not_for": "Ин розигӣ иҷозат намедиҳад, ки маълумот ба полис ё хадамоти муҳоҷират дода шавад.",
        "free": "Шумо метавонед рад кунед ва розигиро ҳар вақт бозпас гиред: ба мо гӯед, кифоя аст. Кӯмаки мо ба ин вобаста нест.",
    },
    "uz": {
        "who": "Maʼlumotni kim saqlaydi: hozir Siz bilan gaplashayotgan xodimning tashkiloti.",
        "whose": "Maʼlumot kim haqida: Siz haqingizda yoki Siz uning nomidan gapirayotgan odam haqida (masalan, farzandingiz haqida).",
        "term": "Muddati: ushbu rozilikda yozilgan kungacha.",
        "publication": "Eʼlon qilish: yoʻq, hech qachon.",
        "not_for": "Bu rozilik maʼlumotni politsiyaga yoki migratsiya xizmatiga berishga ruxsat bermaydi.",
        "free": "Siz rad etishingiz, rozilikni istalgan vaqtda qaytarib olishingiz mumkin: bizga aytsangiz kifoya. Bizning yordamimiz bunga bogʻliq emas.",
    },
}

CARE = {
    "en": {
        "asks": "We ask for your consent to keep information about you and to use it, so that we can help you with treatment and with your case.",
        "data": "Which information: your names, date of birth, sex, citizenship and languages; your phone number; what happened and how you were helped; your health.",
        "recipients": "To whom we may pass it: only to the clinics and organisations you agree to, and only what they need to help you. What concerns tuberculosis, HIV and similar illnesses only if you agree to that too.",
        "abroad": "To another country: no.",
    },
    "ru": {
        "asks": "Мы просим Вашего согласия хранить сведения о Вас и пользоваться ими, чтобы помочь Вам с лечением и с Вашим делом.",
        "data": "Какие сведения: имена, дата рождения, пол, гражданство и языки; номер телефона; что случилось и какая помощь оказана; здоровье.",
        "recipients": "Кому можем передать: только тем клиникам и организациям, на которые Вы согласны, и только то, что нужно для помощи. Сведения о туберкулёзе, ВИЧ и подобных болезнях — только если Вы согласны и на это.",
        "abroad": "В другую страну: нет.",
    },
    "kk": {
        "asks": "Сізге емделуге және ісіңізді шешуге көмектесу үшін Сіз туралы мәліметті сақтауға және пайдалануға келісіміңізді сұраймыз.",
        "data": "Қандай мәлімет: есімдеріңіз, туған күніңіз, жынысыңыз, азаматтығыңыз, тілдеріңіз; телефон нөміріңіз; не болғаны және қандай көмек көрсетілгені; денсаулығыңыз.",
        "recipients": "Кімге бере аламыз: тек Сіз келіскен емханалар мен ұйымдарға және тек көмекке қажетін ғана. Туберкулез, АИТВ және сол сияқты аурулар туралы мәліметті — тек Сіз бұған да келіссеңіз.",
        "abroad": "Басқа елге беру: жоқ.",
    },
    "ky": {
        "asks": "Сизге дарыланууда жана ишиңизди чечүүдө жардам берүү үчүн Сиз жөнүндө маалыматты сактоого жана колдонууга макулдугуңузду сурайбыз.",
        "data": "Кандай маалымат: аты-жөнүңүз, туулган күнүңүз, жынысыңыз, жарандыгыңыз, тилдериңиз; телефон номериңиз; эмне болгону жана кандай жардам көрсөтүлгөнү; ден соолугуңуз.",
        "recipients": "Кимге бере алабыз: Сиз макул болгон бейтапканаларга жана уюмдарга гана, жардамга керектүүсүн гана. Кургак учук, АИВ (ВИЧ) жана ушул сыяктуу оорулар жөнүндө маалыматты — Сиз буга да макул болсоңуз гана.",
        "abroad": "Башка өлкөгө берүү: жок.",
    },
    "tg": {
        "asks": "Мо розигии Шуморо мепурсем, ки маълумотро дар бораи Шумо нигоҳ дорем ва истифода барем, то ба Шумо дар табобат ва корҳоятон кӯмак кунем.",
        "data": "Кадом маълумот: номҳо, санаи таваллуд, ҷинс, шаҳрвандӣ ва забонҳои Шумо; рақами телефон; чӣ рӯй дод ва чӣ кӯмак расонида шуд; саломатӣ.",
        "recipients": "Ба кӣ дода метавонем: танҳо ба муассисаҳои тиббӣ ва созмонҳое, ки Шумо розӣ ҳастед, ва танҳо он чи барои кӯмак лозим аст. Маълумот дар бораи сил, ВНМО (ВИЧ) ва бемориҳои монанд — танҳо агар Шумо ба ин ҳам розӣ бошед.",
        "abroad": "Ба кишвари дигар: не.",
    },
    "uz": {
        "asks": "Sizga davolanishda va ishingizni hal qilishda yordam berish uchun Siz haqingizdagi maʼlumotni saqlash va undan foydalanishga roziligingizni soʻraymiz.",
        "data": "Qanday maʼlumot: ism-sharifingiz, tugʻilgan sanangiz, jinsingiz, fuqaroligingiz, tillaringiz; telefon raqamingiz; nima boʻlgani va qanday yordam koʻrsatilgani; sogʻligʻingiz.",
        "recipients": "Kimga berishimiz mumkin: faqat Siz rozi boʻlgan tibbiyot muassasalari va tashkilotlarga, faqat yordam uchun kerak boʻlganini. Sil, OIV va shunga oʻxshash kasalliklar haqidagi maʼlumotni — faqat Siz bunga ham rozi boʻlsangiz.",
        "abroad": "Boshqa mamlakatga berish: yoʻq.",
    },
}

PAPERS = {
    "en": {
        "asks": "We ask for your consent to write to the consulate of your country, so that it can help you with papers.",
        "data": "Which information: your names, date of birth, sex and citizenship; your phone number, if you wish; which paper you need and by when. Nothing about your illness or treatment.",
        "recipients": "To whom we may pass it: only to the consulate named in this consent.",
        "abroad": "To another country: yes, but only through this consulate, when it checks your papers.",
    },
    "ru": {
        "asks": "Мы просим Вашего согласия обратиться в консульство Вашей страны, чтобы оно помогло Вам с документами.",
        "data": "Какие сведения: имена, дата рождения, пол и гражданство; номер телефона, если Вы хотите; какой документ Вам нужен и к какому дню. Ничего о болезни и лечении.",
        "recipients": "Кому можем передать: только консульству, которое названо в этом согласии.",
        "abroad": "В другую страну: да, но только через это консульство, когда оно проверяет Ваши документы.",
    },
    "kk": {
        "asks": "Сізге құжат жасауға көмектесуі үшін еліңіздің консулдығына жүгінуге келісіміңізді сұраймыз.",
        "data": "Қандай мәлімет: есімдеріңіз, туған күніңіз, жынысыңыз және азаматтығыңыз; қаласаңыз, телефон нөміріңіз; қандай құжат және қай күнге қажет екені. Ауруыңыз бен еміңіз туралы ештеңе айтылмайды.",
        "recipients": "Кімге бере аламыз: тек осы келісімде аталған консулдыққа.",
        "abroad": "Басқа елге беру: иә, бірақ тек осы консулдық арқылы, ол құжаттарыңызды тексергенде.",
    },
    "ky": {
        "asks": "Сизге документ жасатууга жардам берсин деп өлкөңүздүн консулдугуна кайрылууга макулдугуңузду сурайбыз.",
        "data": "Кандай маалымат: аты-жөнүңүз, туулган күнүңүз, жынысыңыз жана жарандыгыңыз; кааласаңыз, телефон номериңиз; кандай документ жана качанга керек экени. Ооруңуз жана дарылануу жөнүндө эч нерсе айтылбайт.",
        "recipients": "Кимге бере алабыз: ушул макулдукта аталган консулдукка гана.",
        "abroad": "Башка өлкөгө берүү: ооба, бирок ушул консулдук аркылуу гана, ал документтериңизди текшергенде.",
    },
    "tg": {
        "asks": "Мо розигии Шуморо мепурсем, ки ба консулгарии кишваратон муроҷиат кунем, то ба Шумо дар гирифтани ҳуҷҷатҳо кӯмак кунад.",
        "data": "Кадом маълумот: номҳо, санаи таваллуд, ҷинс ва шаҳрвандии Шумо; рақами телефон, агар хоҳед; кадом ҳуҷҷат ва то кадом рӯз лозим аст. Дар бораи беморӣ ва табобат ҳеҷ чиз гуфта намешавад.",
        "recipients": "Ба кӣ дода метавонем: танҳо ба консулгарие, ки дар ин розигӣ номбар шудааст.",
        "abroad": "Ба кишвари дигар: ҳа, вале танҳо тавассути ҳамин консулгарӣ, вақте ки он ҳуҷҷатҳои Шуморо месанҷад.",
    },
    "uz": {
        "asks": "Sizga hujjat olishda yordam berishi uchun mamlakatingiz konsulligiga murojaat qilishga roziligingizni soʻraymiz.",
        "data": "Qanday maʼlumot: ism-sharifingiz, tugʻilgan sanangiz, jinsingiz va fuqaroligingiz; xohlasangiz, telefon raqamingiz; qanday hujjat va qaysi kunga kerakligi. Kasalligingiz va davolanishingiz haqida hech narsa aytilmaydi.",
        "recipients": "Kimga berishimiz mumkin: faqat ushbu rozilikda nomi yozilgan konsullikka.",
        "abroad": "Boshqa mamlakatga berish: ha, lekin faqat shu konsullik orqali, u hujjatlaringizni tekshirganda.",
    },
}

CROSS_BORDER = {
    "en": {
        "asks": "We ask for your consent to write to doctors in another country, so that your treatment goes on there without a break.",
        "data": "Which information: your names, date of birth, sex and citizenship; phone numbers by which you can be found; your illness, tests, medicines and how the treatment has gone, tuberculosis included.",
        "recipients": "To whom we may pass it: only to the health service of the country named in this consent.",
        "abroad": "To another country: yes, to the country named in this consent and to no other.",
    },
    "ru": {
        "asks": "Мы просим Вашего согласия написать врачам в другой стране, чтобы Ваше лечение продолжилось там без перерыва.",
        "data": "Какие сведения: имена, дата рождения, пол и гражданство; телефоны, по которым Вас можно найти; болезнь, анализы, лекарства и ход лечения, в том числе о туберкулёзе.",
        "recipients": "Кому можем передать: только медицинской службе страны, которая названа в этом согласии.",
        "abroad": "В другую страну: да, в страну, названную в этом согласии, и ни в какую другую.",
    },
    "kk": {
        "asks": "Еміңіз басқа елде үзіліссіз жалғасуы үшін сол елдің дәрігерлеріне жазуға келісіміңізді сұраймыз.",
        "data": "Қандай мәлімет: есімдеріңіз, туған күніңіз, жынысыңыз және азаматтығыңыз; Сізді табуға болатын телефон нөмірлері; ауруыңыз, талдауларыңыз, дәрілеріңіз және емнің барысы, соның ішінде туберкулез туралы.",
        "recipients": "Кімге бере аламыз: тек осы келісімде аталған елдің медицина қызметіне.",
        "abroad": "Басқа елге беру: иә, осы келісімде аталған елге ғана, басқасына жоқ.",
    },
    "ky": {
        "asks": "Дарылануңуз башка өлкөдө үзгүлтүксүз улансын деп ошол өлкөнүн дарыгерлерине жазууга макулдугуңузду сурайбыз.",
        "data": "Кандай маалымат: аты-жөнүңүз, туулган күнүңүз, жынысыңыз жана жарандыгыңыз; Сизди тапса боло турган телефон номерлери; ооруңуз, анализдериңиз, дарыларыңыз жана дарылоонун жүрүшү, анын ичинде кургак учук жөнүндө.",
        "recipients": "Кимге бере алабыз: ушул макулдукта аталган өлкөнүн медициналык кызматына гана.",
        "abroad": "Башка өлкөгө берүү: ооба, ушул макулдукта аталган өлкөгө гана, башкасына жок.",
    },
    "tg": {
        "asks": "Мо розигии Шуморо мепурсем, ки ба табибони кишвари дигар нависем, то табобати Шумо дар он ҷо бе танаффус давом кунад.",
        "data": "Кадом маълумот: номҳо, санаи таваллуд, ҷинс ва шаҳрвандии Шумо; рақамҳои телефоне, ки бо онҳо Шуморо ёфтан мумкин аст; беморӣ, таҳлилҳо, доруҳо ва рафти табобат, аз ҷумла дар бораи сил.",
        "recipients": "Ба кӣ дода метавонем: танҳо ба хадамоти тиббии кишваре, ки дар ин розигӣ номбар шудааст.",
        "abroad": "Ба кишвари дигар: ҳа, танҳо ба кишваре, ки дар ин розигӣ номбар шудааст.",
    },
    "uz": {
        "asks": "Davolanishingiz boshqa mamlakatda uzilishsiz davom etishi uchun oʻsha mamlakat shifokorlariga yozishga roziligingizni soʻraymiz.",
        "data": "Qanday maʼlumot: ism-sharifingiz, tugʻilgan sanangiz, jinsingiz va fuqaroligingiz; Sizni topish mumkin boʻlgan telefon raqamlari; kasalligingiz, tahlillaringiz, dorilaringiz va davolashning borishi, jumladan sil haqida.",
        "recipients": "Kimga berishimiz mumkin: faqat ushbu rozilikda nomi yozilgan mamlakatning tibbiyot xizmatiga.",
        "abroad": "Boshqa mamlakatga berish: ha, faqat ushbu rozilikda nomi yozilgan mamlakatga.",
    },
}
BY_PURPOSE = {"care": CARE, "papers": PAPERS, "cross_border": CROSS_BORDER}


def text_of(purpose, language):
    """Return the whole text for a purpose in a language, a line for each content."""
    lines = {**ALWAYS[language], **BY_PURPOSE[purpose][language]}
    return "\n".join(lines[name] for name in LINES)


def add_texts(apps, schema_editor):
    """Store the first version of each text; a version stands once."""
    texts = apps.get_model("cases", "ConsentText").objects.using(schema_editor.connection.alias)
    for purpose in PURPOSES:
        bodies = {f"body_{language}": text_of(purpose, language) for language in ALWAYS}
        texts.get_or_create(
            version=f"{purpose}-1",
            defaults={"purpose": purpose, "since": SINCE, "body": bodies["body_en"], **bodies},
        )


def remove_texts(apps, schema_editor):
    """Remove the first versions; the database refuses it once a consent was given in their words."""
    versions = [f"{purpose}-1" for purpose in PURPOSES]
    texts = apps.get_model("cases", "ConsentText").objects.using(schema_editor.connection.alias)
    texts.filter(version__in=versions).delete()


class Migration(migrations.Migration):
    """Reference texts that production needs as much as the demonstration."""

    dependencies = [("cases", "0003_row_security")]
    operations = [migrations.RunPython(add_texts, remove_texts)]
