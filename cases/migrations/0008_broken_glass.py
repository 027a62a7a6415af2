"""Breaking the glass: one member reads a few classes of one file for an hour, and never writes.

No grant is made and no policy on cases, notes or tasks changes: what hangs on an opened case stays
closed. Three tables are read in an emergency besides (the file, its main name, symptom screens of
a clinic: `accounts.policies.files`), and the cases' words by one function. What may be read follows from the row alone.
"""

import datetime

import audit.keys
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import unprotected

TABLE = "cases_brokenglass"
# SECURITY DEFINER and the system setting, because a clinic does not see the file yet, and a policy
# that looked at files, which look at broken glass, would recurse.
GUARD = """
CREATE FUNCTION cases_glass_is_theirs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    scope text := current_setting('app.scope', true);
    is_theirs boolean;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    IF scope = 'ref' THEN
        -- Referred to this clinic, now or before, or in emergency care here.
        SELECT EXISTS (
            SELECT 1 FROM referrals_referral r WHERE r.migrant_id = NEW.migrant_id
            AND r.recipient_id = NEW.organisation_id AND r.sent_at IS NOT NULL
            AND (r.accepted_at IS NOT NULL OR r.ended_at IS NULL OR r.reason = 'emergency')
        ) INTO is_theirs;
        SELECT COALESCE(array_agg(DISTINCT r.case_id), '{}') FROM referrals_referral r
            WHERE r.migrant_id = NEW.migrant_id AND r.recipient_id = NEW.organisation_id
            AND r.sent_at IS NOT NULL AND r.case_id IS NOT NULL
            AND (r.accepted_at IS NOT NULL OR r.ended_at IS NULL OR r.reason = 'emergency')
            INTO NEW.case_ids;
    ELSE
        SELECT EXISTS (
            SELECT 1 FROM cases_migrant m WHERE m.id = NEW.migrant_id
            AND m.organisation_id = NEW.organisation_id
        ) INTO is_theirs;
        SELECT COALESCE(array_agg(c.id), '{}') FROM cases_case c
            WHERE c.migrant_id = NEW.migrant_id AND c.organisation_id = NEW.organisation_id
            INTO NEW.case_ids;
    END IF;
    PERFORM set_config('app.system', before, true);
    -- The system is trusted everywhere alike.
    IF before <> 'on' AND (NOT is_theirs
        -- Broken ahead it would escape today's count, and be open for as long as one likes.
        OR NEW.opened_at > statement_timestamp() + interval '5 minutes' OR NOT NEW.classes <@ (CASE scope
        WHEN 'own' THEN ARRAY['identity', 'tb'] WHEN 'team' THEN ARRAY['contact', 'tb']
        WHEN 'ref' THEN ARRAY['identity', 'health'] ELSE ARRAY[]::text[] END))
    THEN
        RAISE EXCEPTION 'this glass is not theirs to break' USING ERRCODE = 'check_violation';
    END IF;
    NEW.opened_on := (NEW.opened_at AT TIME ZONE 'Asia/Almaty')::date;
    RETURN NEW;
END $$;
CREATE TRIGGER glass_is_theirs BEFORE INSERT ON cases_brokenglass
    FOR EACH ROW EXECUTE FUNCTION cases_glass_is_theirs();

CREATE FUNCTION cases_glass_stays_broken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['ends_at', 'reviewed_by_id', 'reviewed_at', 'finding', 'review_note', 'alarmed_at'];
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
BEGIN
    IF to_jsonb(NEW) - later <> to_jsonb(OLD) - later OR NEW.ends_at > OLD.ends_at
        OR (OLD.reviewed_at IS NOT NULL AND OLD.finding <> 'ask' AND (NEW.finding <> OLD.finding
            OR NEW.reviewed_by_id <> OLD.reviewed_by_id OR NEW.review_note <> OLD.review_note))
        OR (NEW.ends_at <> OLD.ends_at AND NOT is_system AND OLD.user_id IS DISTINCT FROM who)
        OR (NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at AND NOT is_system AND
            (NEW.reviewed_by_id IS DISTINCT FROM who
             OR current_setting('app.scope', true) <> 'team'))
    THEN
        RAISE EXCEPTION 'what was opened in an emergency stays written, and another reviews it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER glass_stays_broken BEFORE UPDATE ON cases_brokenglass
    FOR EACH ROW EXECUTE FUNCTION cases_glass_stays_broken();
"""
UNGUARD = """
DROP FUNCTION IF EXISTS cases_in_emergency(uuid);
DROP TRIGGER glass_stays_broken ON cases_brokenglass;
DROP FUNCTION cases_glass_stays_broken();
DROP TRIGGER glass_is_theirs ON cases_brokenglass;
DROP FUNCTION cases_glass_is_theirs();
"""


class Migration(migrations.Migration):
    """At most three a day, an hour each, told, reviewed by another, and never written through."""

    dependencies = [
        ("accounts", "0003_countries_of_consulates"),
        ("cases", "0006_state_contact"),
        ("reminders", "0002_row_security"),
        ("referrals", "0008_envelope_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BrokenGlass',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('role', models.TextField(choices=[('caseworker', 'Caseworker'), ('supervisor', 'Supervisor'), ('clinic_staff', 'Clinic staff'), ('consulate_officer', 'Consulate officer'), ('reception_officer', 'Reception centre officer'), ('health_analyst', 'Health department analyst'), ('organisation_admin', 'Organisation administrator'), ('system_admin', 'System administrator')])),
                ('case_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('reason_code', models.TextField(choices=[('danger_to_life', 'Danger to life'), ('person_here_now', 'The person is here now and needs help'), ('keeper_absent', 'Whoever keeps the file cannot be reached'), ('safeguarding', 'Somebody must be protected'), ('other', 'Another reason')])),
                ('reason', models.TextField()),
                ('classes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('opened_at', models.DateTimeField()),
                ('opened_on', models.DateField()),
                ('nth', models.PositiveSmallIntegerField()),
                ('ends_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('finding', models.TextField(blank=True, choices=[('justified', 'It was right'), ('not_justified', 'It was not right'), ('ask', 'I must ask first; it stays in the list')], default='')),
                ('review_note', models.TextField(blank=True, default='')),
                ('alarmed_at', models.DateTimeField(null=True)),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.migrant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['migrant', 'user', 'ends_at'], name='glass_opens'), models.Index(fields=['organisation', '-opened_at'], name='glass_to_review')],
                'constraints': [models.UniqueConstraint(fields=('user', 'opened_on', 'nth'), name='each_glass_counts'), models.CheckConstraint(condition=models.Q(('nth__gte', 1), ('nth__lte', 3)), name='three_glasses_a_day'), models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('opened_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(seconds=3600))))), name='a_glass_is_open_for_an_hour_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('classes__len__gt', 0), ('reason_code__in', ['danger_to_life', 'person_here_now', 'keeper_absent', 'safeguarding', 'other'])), name='a_glass_says_why_and_what'), models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('finding__in', ['justified', 'not_justified', 'ask']), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='a_review_is_whole'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_reviews_their_own_glass')],
            },
        ),
        *unprotected(TABLE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
