"""Legal holds, requests of people about their data, and which rows of this room go with a file."""

import audit.keys
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import unprotected
from cases.erasure import IS_ERASING, IS_NOT_ERASING, ROWS, forgetting


GUARD = """
CREATE FUNCTION cases_hold_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['lifted_by_id', 'lifted_at'];
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
BEGIN
    IF OLD.lifted_at IS NOT NULL OR to_jsonb(NEW) - later <> to_jsonb(OLD) - later THEN
        RAISE EXCEPTION 'what was said of a hold stays; it ends once' USING ERRCODE = 'check_violation';
    END IF;
    IF COALESCE(current_setting('app.system', true), '') <> 'on'
       AND NEW.lifted_by_id IS DISTINCT FROM who THEN
        RAISE EXCEPTION 'a hold is lifted in one''s own name' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_ends_once BEFORE UPDATE ON cases_legalhold
    FOR EACH ROW EXECUTE FUNCTION cases_hold_ends_once();

CREATE FUNCTION cases_request_moves_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'decided_by_id', 'decided_at', 'ground', 'refusal'];
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF to_jsonb(NEW) - later <> to_jsonb(OLD) - later OR step NOT IN
        ('asked>agreed', 'asked>done', 'asked>refused', 'agreed>refused')
        OR (step = 'asked>done' AND NEW.kind = 'erasure') THEN
        RAISE EXCEPTION 'this is no move of a request' USING ERRCODE = 'check_violation';
    END IF;
    -- Whoever keeps requests hands over a copy; all else is decided by who is in charge.
    IF NOT is_system AND (NEW.decided_by_id IS DISTINCT FROM who OR NOT (
        current_setting('app.scope', true) = 'team' OR (NEW.kind = 'copy' AND step = 'asked>done'))) THEN
        RAISE EXCEPTION 'a request is decided by who is in charge, in their own name'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_moves_forwards BEFORE UPDATE ON cases_datarequest
    FOR EACH ROW EXECUTE FUNCTION cases_request_moves_forwards();
"""
UNGUARD = """
DROP TRIGGER request_moves_forwards ON cases_datarequest;
DROP FUNCTION cases_request_moves_forwards();
DROP TRIGGER hold_ends_once ON cases_legalhold;
DROP FUNCTION cases_hold_ends_once();
"""


class Migration(migrations.Migration):
    """Whoever is in charge holds files and decides requests; rows go through one door only."""

    dependencies = [
        ('accounts', '0004_invitations'),
        ('cases', '0013_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('copy', 'A copy of what is stored'), ('correction', 'A correction'), ('erasure', 'To erase everything')])),
                ('asked_on', models.DateField()),
                ('asked_how', models.TextField(choices=[('in_person', 'In person'), ('phone', 'By phone'), ('letter', 'By letter'), ('trusted', 'Through a person they trust')])),
                ('language', models.TextField(choices=[('ky', 'Kyrgyz'), ('tg', 'Tajik'), ('uz', 'Uzbek'), ('kk', 'Kazakh'), ('ru', 'Russian'), ('en', 'English'), ('ug', 'Uyghur'), ('kaa', 'Karakalpak'), ('other', 'Another language')])),
                ('words', models.TextField(blank=True, default='')),
                ('state', models.TextField(choices=[('asked', 'To be decided'), ('agreed', 'Agreed, not erased yet'), ('done', 'Done'), ('refused', 'Refused')], default='asked')),
                ('recorded_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('ground', models.TextField(blank=True, choices=[('notification', 'Tuberculosis is reported and treated by law'), ('medical_record', 'Medical records are kept for years by law'), ('court', 'A court or an inquiry needs the file'), ('others', 'It would show data about another person'), ('it_is_right', 'What is stored was checked and is right'), ('unknown_person', 'It is not certain who asks')], default='')),
                ('refusal', models.TextField(blank=True, default='')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='cases.migrant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['agreed', 'asked'])), fields=['organisation', 'asked_on'], name='data_request_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['agreed', 'asked'])), fields=('migrant', 'kind'), name='one_open_data_request_a_kind'), models.CheckConstraint(condition=models.Q(('asked_how__in', ['in_person', 'phone', 'letter', 'trusted']), ('ground__in', ['', 'notification', 'medical_record', 'court', 'others', 'it_is_right', 'unknown_person']), ('kind__in', ['copy', 'correction', 'erasure']), ('language__in', ['ky', 'tg', 'uz', 'kk', 'ru', 'en', 'ug', 'kaa', 'other']), ('state__in', ['asked', 'agreed', 'done', 'refused'])), name='data_request_words_are_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_decided_data_request_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('ground', ''), _negated=True), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('ground', ''), ('refusal', '')), _connector='OR'), name='a_refused_data_request_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), ('kind', 'erasure'), _connector='OR'), name='only_an_erasure_is_agreed_first'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_correction_says_what_is_wrong')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField(choices=[('court', 'A court or an inquiry needs it'), ('complaint', 'A complaint is being looked into'), ('claim', 'The person may claim something by it'), ('authority', 'An authority asked in writing to keep it')])),
                ('words', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='cases.migrant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('migrant',), name='one_legal_hold_stands'), models.CheckConstraint(condition=models.Q(('reason__in', ['court', 'complaint', 'claim', 'authority']), models.Q(('words', ''), _negated=True)), name='a_legal_hold_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='the_end_of_a_legal_hold_is_whole')],
            },
        ),
        *unprotected("cases_datarequest", "cases_legalhold"),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(IS_ERASING, IS_NOT_ERASING),
        migrations.RunSQL(*forgetting('cases', ROWS)),
    ]
