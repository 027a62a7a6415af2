"""Earlier versions of rows: who changed what a person's file said, from what, when and why."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import app_role, unprotected

TABLES = (
    "cases_migrantevent",
    "cases_migrantnameevent",
    "cases_consentevent",
    "cases_caseevent",
    "cases_legalbasisevent",
)
# pgtrigger lets a session leave triggers out by a setting that anybody may make: not here.
NEVER_LEFT_OUT = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE plpgsql AS $$ BEGIN RETURN false; END $$;
"""
# The library's own table of contexts stays empty: nobody may write there what a person said.
NO_CONTEXT = f'REVOKE INSERT, UPDATE, DELETE ON pghistory_context FROM "{app_role()}"'
CONTEXT = f'GRANT INSERT, UPDATE, DELETE ON pghistory_context TO "{app_role()}"'


class Migration(migrations.Migration):
    """Tables, the triggers that fill them, and who may read them."""

    dependencies = [
        ("accounts", "0006_registration_numbers"),
        ("cases", "0012_whole_consent"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.UUIDField(db_default=models.Func(function='uuidv7'), editable=False, primary_key=True, serialize=False)),
                ('changed_by', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.user_id', true), '')::uuid", []), null=True)),
                ('changed_for', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.organisation_id', true), '')::uuid", []), null=True)),
                ('request_id', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.request_id', true), '')::uuid", []), null=True)),
                ('because', models.TextField(blank=True, db_default=django.db.models.expressions.RawSQL("COALESCE(current_setting('app.reason', true), '')", []))),
                ('kind', models.TextField(choices=[('emergency', 'Emergency'), ('tuberculosis', 'Tuberculosis'), ('pregnancy_and_newborn', 'Pregnancy and newborn'), ('injury', 'Injury'), ('infectious_disease', 'Infectious disease'), ('chronic_disease', 'Chronic disease'), ('mental_health', 'Mental health'), ('papers', 'Papers'), ('refused_care', 'Care was refused'), ('trafficking', 'Trafficking'), ('death', 'Death'), ('other', 'Other')])),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.UUIDField(db_default=models.Func(function='uuidv7'), editable=False, primary_key=True, serialize=False)),
                ('changed_by', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.user_id', true), '')::uuid", []), null=True)),
                ('changed_for', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.organisation_id', true), '')::uuid", []), null=True)),
                ('request_id', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.request_id', true), '')::uuid", []), null=True)),
                ('because', models.TextField(blank=True, db_default=django.db.models.expressions.RawSQL("COALESCE(current_setting('app.reason', true), '')", []))),
                ('purpose', models.TextField(choices=[('care', "Care and help with one's case"), ('papers', 'Help of the consulate with papers'), ('cross_border', 'Going on with care in another country')], default='care')),
                ('data_classes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('recipient_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('ngo', 'Non-governmental organisation'), ('clinic', 'Clinic or hospital'), ('consulate', 'Consulate'), ('reception_centre', 'Reception-distribution centre'), ('health_department', 'Health department'), ('community', 'Diaspora or cultural centre')]), default=list, size=None)),
                ('language', models.TextField(choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')])),
                ('given_how', models.TextField(choices=[('written', 'Signed'), ('thumb', 'Thumb print'), ('spoken', 'Spoken')])),
                ('given_on', models.DateField()),
                ('expires_on', models.DateField(null=True)),
                ('interpreter', models.TextField(blank=True, default='')),
                ('witness', models.TextField(blank=True, default='')),
                ('was_read_back', models.BooleanField(default=False)),
                ('goes_abroad', models.BooleanField(default=False)),
                ('is_published', models.BooleanField(default=False)),
                ('age_group', models.TextField(choices=[('adult', '18 or older'), ('16_17', '16 or 17'), ('under_16', 'Under 16')], default='adult')),
                ('guardian', models.TextField(blank=True, default='')),
                ('guardian_relation', models.TextField(blank=True, choices=[('mother', 'Mother'), ('father', 'Father'), ('by_law', 'Guardian by law'), ('other', 'Another adult who cares for them')], default='')),
                ('without_guardian_reason', models.TextField(blank=True, choices=[('unreachable', 'Nobody of the family can be reached'), ('on_their_own', 'Lives and works on their own'), ('harm', 'The family may harm them')], default='')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdrawn_how', models.TextField(blank=True, choices=[('spoken', 'The person said so'), ('phone', 'By phone or in a message'), ('written', 'In writing'), ('guardian', 'The parent or guardian said so')], default='')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalBasisEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.UUIDField(db_default=models.Func(function='uuidv7'), editable=False, primary_key=True, serialize=False)),
                ('changed_by', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.user_id', true), '')::uuid", []), null=True)),
                ('changed_for', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.organisation_id', true), '')::uuid", []), null=True)),
                ('request_id', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.request_id', true), '')::uuid", []), null=True)),
                ('because', models.TextField(blank=True, db_default=django.db.models.expressions.RawSQL("COALESCE(current_setting('app.reason', true), '')", []))),
                ('kind', models.TextField(choices=[('danger_to_life', 'Danger to life'), ('consent_impossible', 'The person cannot give consent now'), ('statutory_notification', 'The law demands a notification')])),
                ('reason', models.TextField()),
                ('ends_on', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MigrantEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.UUIDField(db_default=models.Func(function='uuidv7'), editable=False, primary_key=True, serialize=False)),
                ('changed_by', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.user_id', true), '')::uuid", []), null=True)),
                ('changed_for', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.organisation_id', true), '')::uuid", []), null=True)),
                ('request_id', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.request_id', true), '')::uuid", []), null=True)),
                ('because', models.TextField(blank=True, db_default=django.db.models.expressions.RawSQL("COALESCE(current_setting('app.reason', true), '')", []))),
                ('sex', models.TextField(choices=[('female', 'Woman'), ('male', 'Man'), ('unknown', 'Not said')], default='unknown')),
                ('birth_date', models.DateField(null=True)),
                ('birth_precision', models.TextField(choices=[('day', 'Day, month and year'), ('month', 'Month and year'), ('year', 'Year only'), ('unknown', 'Not known')], default='unknown')),
                ('citizenship', models.TextField(choices=[('KG', 'Kyrgyzstan'), ('TJ', 'Tajikistan'), ('UZ', 'Uzbekistan'), ('KZ', 'Kazakhstan'), ('other', 'Another country'), ('stateless', 'No citizenship'), ('unknown', 'Not known')], default='unknown')),
                ('language', models.TextField(choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')])),
                ('other_languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')]), default=list, size=None)),
                ('reads', models.TextField(choices=[('yes', 'Reads'), ('little', 'Reads a little'), ('no', 'Does not read'), ('unknown', 'Not known')], default='unknown')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MigrantNameEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.UUIDField(db_default=models.Func(function='uuidv7'), editable=False, primary_key=True, serialize=False)),
                ('changed_by', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.user_id', true), '')::uuid", []), null=True)),
                ('changed_for', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.organisation_id', true), '')::uuid", []), null=True)),
                ('request_id', models.UUIDField(db_default=django.db.models.expressions.RawSQL("NULLIF(current_setting('app.request_id', true), '')::uuid", []), null=True)),
                ('because', models.TextField(blank=True, db_default=django.db.models.expressions.RawSQL("COALESCE(current_setting('app.reason', true), '')", []))),
                ('full', models.TextField()),
                ('kind', models.TextField(choices=[('as_spoken', 'As spoken'), ('passport', 'In the passport'), ('clinic_paper', "On a clinic's paper"), ('alias', 'Another name in use'), ('birth', 'Name at birth'), ('other', 'Other')], default='as_spoken')),
                ('script', models.TextField(choices=[('cyrillic', 'Cyrillic'), ('latin', 'Latin'), ('mixed', 'Mixed'), ('other', 'Other')])),
                ('language', models.TextField(blank=True, choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')], default='')),
                ('is_main', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."caseworker_id" IS DISTINCT FROM (NEW."caseworker_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."migrant_id" IS DISTINCT FROM (NEW."migrant_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id"))', func='INSERT INTO "cases_caseevent" ("caseworker_id", "kind", "migrant_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."caseworker_id", OLD."kind", OLD."migrant_id", OLD."organisation_id", NOW(), \'change\', OLD."id"); RETURN NULL;', hash='c213da495a940a44784ec904eeb490c680daeda7', operation='UPDATE', pgid='pgtrigger_change_update_f3027', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."age_group" IS DISTINCT FROM (NEW."age_group") OR OLD."data_classes" IS DISTINCT FROM (NEW."data_classes") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."given_how" IS DISTINCT FROM (NEW."given_how") OR OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."goes_abroad" IS DISTINCT FROM (NEW."goes_abroad") OR OLD."guardian" IS DISTINCT FROM (NEW."guardian") OR OLD."guardian_relation" IS DISTINCT FROM (NEW."guardian_relation") OR OLD."interpreter" IS DISTINCT FROM (NEW."interpreter") OR OLD."is_published" IS DISTINCT FROM (NEW."is_published") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."migrant_id" IS DISTINCT FROM (NEW."migrant_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."recipient_kinds" IS DISTINCT FROM (NEW."recipient_kinds") OR OLD."text_id" IS DISTINCT FROM (NEW."text_id") OR OLD."was_read_back" IS DISTINCT FROM (NEW."was_read_back") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id") OR OLD."withdrawn_how" IS DISTINCT FROM (NEW."withdrawn_how") OR OLD."withdrawn_on" IS DISTINCT FROM (NEW."withdrawn_on") OR OLD."without_guardian_reason" IS DISTINCT FROM (NEW."without_guardian_reason") OR OLD."witness" IS DISTINCT FROM (NEW."witness"))', func='INSERT INTO "cases_consentevent" ("age_group", "data_classes", "expires_on", "given_how", "given_on", "goes_abroad", "guardian", "guardian_relation", "interpreter", "is_published", "language", "migrant_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recipient_kinds", "text_id", "was_read_back", "withdrawn_at", "withdrawn_by_id", "withdrawn_how", "withdrawn_on", "without_guardian_reason", "witness") VALUES (OLD."age_group", OLD."data_classes", OLD."expires_on", OLD."given_how", OLD."given_on", OLD."goes_abroad", OLD."guardian", OLD."guardian_relation", OLD."interpreter", OLD."is_published", OLD."language", OLD."migrant_id", OLD."organisation_id", NOW(), \'change\', OLD."id", OLD."purpose", OLD."recipient_kinds", OLD."text_id", OLD."was_read_back", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_how", OLD."withdrawn_on", OLD."without_guardian_reason", OLD."witness"); RETURN NULL;', hash='e1d4fc91eeb2c8c63a864974aedc71f8dba52405', operation='UPDATE', pgid='pgtrigger_change_update_a71db', table='cases_consent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalbasis',
            trigger=pgtrigger.compiler.Trigger(name='change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func='INSERT INTO "cases_legalbasisevent" ("case_id", "ends_on", "kind", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."case_id", OLD."ends_on", OLD."kind", OLD."organisation_id", NOW(), \'change\', OLD."id", OLD."reason"); RETURN NULL;', hash='5d4ddd010ac4c25d4c0b6b6a37a6c83c4a172421', operation='UPDATE', pgid='pgtrigger_change_update_4f57a', table='cases_legalbasis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='migrant',
            trigger=pgtrigger.compiler.Trigger(name='change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."birth_precision" IS DISTINCT FROM (NEW."birth_precision") OR OLD."caseworker_id" IS DISTINCT FROM (NEW."caseworker_id") OR OLD."citizenship" IS DISTINCT FROM (NEW."citizenship") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."other_languages" IS DISTINCT FROM (NEW."other_languages") OR OLD."reads" IS DISTINCT FROM (NEW."reads") OR OLD."sex" IS DISTINCT FROM (NEW."sex"))', func='INSERT INTO "cases_migrantevent" ("birth_date", "birth_precision", "caseworker_id", "citizenship", "language", "organisation_id", "other_languages", "pgh_created_at", "pgh_label", "pgh_obj_id", "reads", "sex") VALUES (OLD."birth_date", OLD."birth_precision", OLD."caseworker_id", OLD."citizenship", OLD."language", OLD."organisation_id", OLD."other_languages", NOW(), \'change\', OLD."id", OLD."reads", OLD."sex"); RETURN NULL;', hash='170c8db5abb06b5d12c6ba6b021799b38500eb9b', operation='UPDATE', pgid='pgtrigger_change_update_039b0', table='cases_migrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='migrantname',
            trigger=pgtrigger.compiler.Trigger(name='change_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."full" IS DISTINCT FROM (NEW."full") OR OLD."is_main" IS DISTINCT FROM (NEW."is_main") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."migrant_id" IS DISTINCT FROM (NEW."migrant_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."script" IS DISTINCT FROM (NEW."script"))', func='INSERT INTO "cases_migrantnameevent" ("full", "is_main", "kind", "language", "migrant_id", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script") VALUES (OLD."full", OLD."is_main", OLD."kind", OLD."language", OLD."migrant_id", OLD."organisation_id", NOW(), \'change\', OLD."id", OLD."script"); RETURN NULL;', hash='fdedfa0e668dc722911f454fa35e86d7a0e6b8e0', operation='UPDATE', pgid='pgtrigger_change_update_8477d', table='cases_migrantname', when='AFTER')),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='caseworker',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='migrant',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.migrant'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='migrant',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.migrant'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.consent'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='text',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.consenttext'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='withdrawn_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalbasisevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='legalbasisevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='legalbasisevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.legalbasis'),
        ),
        migrations.AddField(
            model_name='migrantevent',
            name='caseworker',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='migrantevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='migrantevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.migrant'),
        ),
        migrations.AddField(
            model_name='migrantnameevent',
            name='migrant',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.migrant'),
        ),
        migrations.AddField(
            model_name='migrantnameevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='migrantnameevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.migrantname'),
        ),
        *unprotected(*TABLES),
        migrations.RunSQL(NEVER_LEFT_OUT, migrations.RunSQL.noop),
        migrations.RunSQL(NO_CONTEXT, CONTEXT),
    ]
