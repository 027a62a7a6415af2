"""Consent in full: minors, abroad and publication said outright, how it was taken back, words to print.

Printed words are those read aloud, without the name of any illness: what a person carries says none
(invariant 13). The worker names the illnesses when reading; the paper speaks of health data under
special protection.
"""

from importlib import import_module

from django.db import migrations, models

first = import_module("cases.migrations.0004_consent_texts")

# In place of the sentence on tuberculosis and HIV in the line "to whom".
UNNAMED = {
    "en": "Health data under special protection, which the worker named to you, only if you agree to that too.",
    "ru": "Сведения о здоровье под особой защитой, которые Вам назвал сотрудник, — только если Вы согласны и на это.",
    "kk": "Ерекше қорғалатын денсаулық туралы мәліметті (қайсысы екенін қызметкер айтты) — тек Сіз бұған да келіссеңіз.",
    "ky": "Өзгөчө корголгон ден соолук жөнүндө маалыматты (кайсынысы экенин кызматкер айтты) — Сиз буга да макул болсоңуз гана.",
    "tg": "Маълумоти махсус ҳифзшаванда дар бораи саломатӣ (корманд гуфт, ки кадомаш) — танҳо агар Шумо ба ин ҳам розӣ бошед.",
    "uz": "Alohida himoya qilinadigan sogʻliq haqidagi maʼlumotni (qaysi ekanini xodim aytdi) — faqat Siz bunga ham rozi boʻlsangiz.",
}
# Left out of the line "which information" for care abroad.
NAMED_ABROAD = {
    "en": ", tuberculosis included",
    "ru": ", в том числе о туберкулёзе",
    "kk": ", соның ішінде туберкулез туралы",
    "ky": ", анын ичинде кургак учук жөнүндө",
    "tg": ", аз ҷумла дар бораи сил",
    "uz": ", jumladan sil haqida",
}
# Who holds the paper may ask later, so the paper says it.
MAY_ASK = {
    "en": "You may ask us at any time to whom it was passed on.",
    "ru": "Вы можете в любое время спросить нас, кому переданы сведения.",
    "kk": "Мәліметтің кімге берілгенін бізден кез келген уақытта сұрай аласыз.",
    "ky": "Маалымат кимге берилгенин бизден каалаган убакта сурай аласыз.",
    "tg": "Шумо метавонед ҳар вақт аз мо пурсед, ки маълумот ба кӣ дода шудааст.",
    "uz": "Maʼlumot kimga berilganini bizdan istalgan vaqtda soʻrashingiz mumkin.",
}
FILL = """
SELECT set_config('app.system', 'on', true);
UPDATE cases_consent SET goes_abroad = purpose <> 'care',
    withdrawn_how = CASE WHEN withdrawn_at IS NULL THEN '' ELSE 'spoken' END;
SELECT set_config('app.system', '', true);
"""


# Whatever a program gets wrong: what a person agreed to is made no wider, and what they took back
# does not come back. The system is trusted everywhere alike.
GUARD = """
CREATE FUNCTION cases_consent_never_widens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF COALESCE(current_setting('app.system', true), '') <> 'on' AND (
        NEW.migrant_id <> OLD.migrant_id OR NEW.purpose <> OLD.purpose
        OR NOT NEW.data_classes <@ OLD.data_classes
        OR NOT NEW.recipient_kinds <@ OLD.recipient_kinds
        OR (NEW.goes_abroad AND NOT OLD.goes_abroad) OR (NEW.is_published AND NOT OLD.is_published)
        OR (OLD.expires_on IS NOT NULL
            AND (NEW.expires_on IS NULL OR NEW.expires_on > OLD.expires_on))
        OR (OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
            OR NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id))
    ) THEN
        RAISE EXCEPTION 'a consent never widens, and what was taken back does not come back'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_never_widens BEFORE UPDATE ON cases_consent
    FOR EACH ROW EXECUTE FUNCTION cases_consent_never_widens();
"""
UNGUARD = """
DROP TRIGGER consent_never_widens ON cases_consent;
DROP FUNCTION cases_consent_never_widens();
"""


def printed(purpose, language):
    """Return the words on paper: as read aloud, no illness named, and the right to ask."""
    lines = {**first.ALWAYS[language], **first.BY_PURPOSE[purpose][language]}
    if purpose == "care":
        kept = lines["recipients"].rsplit(". ", 1)[0]
        lines["recipients"] = f"{kept}. {UNNAMED[language]}"
    lines["data"] = lines["data"].replace(NAMED_ABROAD[language], "")
    return "\n".join([*(lines[name] for name in first.LINES), MAY_ASK[language]])


def add_printed(apps, schema_editor):
    """Give each text its words for paper."""
    texts = apps.get_model("cases", "ConsentText").objects.using(schema_editor.connection.alias)
    for purpose in first.PURPOSES:
        words = {f"printed_{language}": printed(purpose, language) for language in first.ALWAYS}
        texts.filter(version=f"{purpose}-1").update(printed=words["printed_en"], **words)


def unchanged(apps, schema_editor):
    """Do nothing: the columns go as a whole."""


class Migration(migrations.Migration):
    """Columns, what they say of consents given before, and the rules."""

    dependencies = [("cases", "0011_documents")]
    operations = [
        migrations.RemoveConstraint(
            model_name='consent',
            name='withdrawal_is_whole',
        ),
        migrations.AddField(
            model_name='consent',
            name='age_group',
            field=models.TextField(choices=[('adult', '18 or older'), ('16_17', '16 or 17'), ('under_16', 'Under 16')], default='adult'),
        ),
        migrations.AddField(
            model_name='consent',
            name='goes_abroad',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='consent',
            name='guardian',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='consent',
            name='guardian_relation',
            field=models.TextField(blank=True, choices=[('mother', 'Mother'), ('father', 'Father'), ('by_law', 'Guardian by law'), ('other', 'Another adult who cares for them')], default=''),
        ),
        migrations.AddField(
            model_name='consent',
            name='is_published',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='consent',
            name='withdrawn_how',
            field=models.TextField(blank=True, choices=[('spoken', 'The person said so'), ('phone', 'By phone or in a message'), ('written', 'In writing'), ('guardian', 'The parent or guardian said so')], default=''),
        ),
        migrations.AddField(
            model_name='consent',
            name='without_guardian_reason',
            field=models.TextField(blank=True, choices=[('unreachable', 'Nobody of the family can be reached'), ('on_their_own', 'Lives and works on their own'), ('harm', 'The family may harm them')], default=''),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_en',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_kk',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_ky',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_ru',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_tg',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='printed_uz',
            field=models.TextField(blank=True, default='', null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(add_printed, unchanged),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_how', ''), ('withdrawn_on__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), ('withdrawn_how__in', ['spoken', 'phone', 'written', 'guardian']), ('withdrawn_on__isnull', False)), _connector='OR'), name='withdrawal_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('goes_abroad', False), ('purpose', 'care')), models.Q(models.Q(('purpose', 'care'), _negated=True), ('goes_abroad', True)), _connector='OR'), name='consent_says_whether_abroad'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('is_published', False)), name='consent_never_publishes'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age_group', 'adult'), ('guardian', ''), ('without_guardian_reason', '')), models.Q(('age_group', '16_17'), ('without_guardian_reason', ''), models.Q(('guardian', ''), _negated=True)), models.Q(('age_group', '16_17'), ('guardian', ''), ('without_guardian_reason__in', ['unreachable', 'on_their_own', 'harm'])), models.Q(('age_group', 'under_16'), ('without_guardian_reason', ''), models.Q(('guardian', ''), _negated=True)), _connector='OR'), name='a_minor_has_a_guardian_or_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guardian', ''), ('guardian_relation', '')), models.Q(models.Q(('guardian', ''), _negated=True), ('guardian_relation__in', ['mother', 'father', 'by_law', 'other'])), _connector='OR'), name='a_guardian_has_a_relation'),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
