"""Whole exports: asked by one, released by another, sealed for a day."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import audit.keys
from accounts.row_security import unprotected

TABLE = "reports_wholeexport"
# Whatever a program gets wrong: an administrator decides, in their own name, and whoever asked
# takes what was written. All else the system does.
GUARD = """
CREATE FUNCTION reports_export_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'decided_by_id', 'decided_at', 'taken_at', 'sealed', 'people'];
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    scope text := current_setting('app.scope', true);
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF COALESCE(current_setting('app.system', true), '') = 'on' THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - later = to_jsonb(OLD) - later AND (
        (scope = 'admin' AND step IN ('asked>released', 'asked>refused') AND NEW.decided_by_id = who)
        OR (scope = 'team' AND step = 'written>taken' AND OLD.asked_by_id = who
            AND NEW.decided_by_id = OLD.decided_by_id))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'this is no move of an export' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER export_moves BEFORE UPDATE ON reports_wholeexport
    FOR EACH ROW EXECUTE FUNCTION reports_export_moves();
"""
UNGUARD = """
DROP TRIGGER export_moves ON reports_wholeexport;
DROP FUNCTION reports_export_moves();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_invitations"),
        ("reports", "0002_monthly_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WholeExport',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('state', models.TextField(choices=[('asked', 'waits for the administrator'), ('released', 'is being written'), ('written', 'ready to be taken'), ('taken', 'taken'), ('refused', 'refused'), ('stopped', 'stopped'), ('expired', 'not taken in time')], default='asked')),
                ('why', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('written_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('stopped_because', models.TextField(blank=True, choices=[('asker_gone', 'Whoever asked for it does not lead the team any more.'), ('consent_ended', 'Somebody in it took their consent back, or it ended.')], default='')),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('sealed', models.BinaryField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-asked_at'], name='exports_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'released', 'written'])), fields=('organisation',), name='one_export_on_its_way'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_export_says_why'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='another_person_releases_an_export'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_decision_on_an_export_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['released', 'refused', 'written', 'taken', 'expired']), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='no_export_without_a_decision'), models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', False), ('sealed__isnull', False), ('state', 'written'), ('written_at__isnull', False)), models.Q(models.Q(('state', 'written'), _negated=True), ('people__len', 0), ('sealed__isnull', True)), _connector='OR'), name='only_a_written_export_holds_anything'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), ('stopped_because__in', ['asker_gone', 'consent_ended'])), models.Q(models.Q(('state', 'stopped'), _negated=True), ('stopped_because', '')), _connector='OR'), name='a_stopped_export_says_why')],
            },
        ),
        *unprotected(TABLE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
