"""The first texts. No disease, medicine, clinic or organisation: others read phones too."""

from django.db import migrations

TEXTS = {
    "appointment_tomorrow": {
        "en": "Reminder: you are expected on {day} at {time}. Please come.",
        "ru": "Напоминаем: {day} в {time} Вас ждут. Пожалуйста, приходите.",
        "kk": "Еске саламыз: {day} күні, сағат {time}, Сізді күтеді. Келіңіз.",
        "ky": "Эскертебиз: {day} күнү, саат {time}, Сизди күтүшөт. Келиңиз.",
        "tg": "Ёдрас мекунем: {day} соати {time} Шуморо интизоранд. Марҳамат.",
        "uz": "Eslatamiz: {day} kuni soat {time} da Sizni kutishadi. Keling.",
    },
    "appointment_today": {
        "en": "Reminder: you are expected today at {time}. Please come.",
        "ru": "Напоминаем: сегодня в {time} Вас ждут. Пожалуйста, приходите.",
        "kk": "Еске саламыз: бүгін, сағат {time}, Сізді күтеді. Келіңіз.",
        "ky": "Эскертебиз: бүгүн, саат {time}, Сизди күтүшөт. Келиңиз.",
        "tg": "Ёдрас мекунем: имрӯз соати {time} Шуморо интизоранд. Марҳамат.",
        "uz": "Eslatamiz: bugun soat {time} da Sizni kutishadi. Keling.",
    },
    "call_today": {
        "en": "Hello! We will call you today. Please keep your phone on.",
        "ru": "Здравствуйте! Сегодня мы Вам позвоним. Пожалуйста, ждите звонка.",
        "kk": "Сәлеметсіз бе! Бүгін Сізге қоңырау шаламыз. Күтіңіз, өтінеміз.",
        "ky": "Саламатсызбы! Бүгүн Сизге чалабыз. Күтүңүз, суранабыз.",
        "tg": "Салом! Имрӯз ба Шумо занг мезанем. Лутфан, интизор шавед.",
        "uz": "Salom! Bugun Sizga qoʻngʻiroq qilamiz. Iltimos, kuting.",
    },
    "meeting_tomorrow": {
        "en": "Hello! On {day} we will go with you. Please wait for us.",
        "ru": "Здравствуйте! {day} мы пойдём вместе с Вами. Пожалуйста, ждите нас.",
        "kk": "Сәлеметсіз бе! {day} күні Сізбен бірге барамыз. Бізді күтіңіз.",
        "ky": "Саламатсызбы! {day} күнү Сиз менен чогуу барабыз. Бизди күтүңүз.",
        "tg": "Салом! Рӯзи {day} ҳамроҳи Шумо меравем. Лутфан, моро интизор шавед.",
        "uz": "Salom! {day} kuni Siz bilan birga boramiz. Iltimos, bizni kuting.",
    },
}


def add_texts(apps, schema_editor):
    """Store a text for each rule; one that stands already stays as it is."""
    texts = apps.get_model("reminders", "ReminderText").objects
    for rule, bodies in TEXTS.items():
        columns = {f"body_{language}": body for language, body in bodies.items()}
        texts.using(schema_editor.connection.alias).get_or_create(
            rule=rule, defaults={"body": bodies["en"], **columns}
        )


def remove_texts(apps, schema_editor):
    """Remove them; no row points to them."""
    texts = apps.get_model("reminders", "ReminderText").objects
    texts.using(schema_editor.connection.alias).filter(rule__in=TEXTS).delete()


class Migration(migrations.Migration):
    """Reference texts that production needs as much as the demonstration."""

    dependencies = [("reminders", "0002_row_security")]
    operations = [migrations.RunPython(add_texts, remove_texts)]
