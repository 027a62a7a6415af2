"""Invitations: seen by the administrators of their organisation, and by keepers of all."""

import audit.keys
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import unprotected

TABLE = "accounts_invitation"
# Only whoever holds the link accepts, and nobody is bound then: the system does it for them.
GUARD = """
CREATE FUNCTION accounts_invitation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    later text[] := ARRAY['withdrawn_by_id', 'withdrawn_at'];
BEGIN
    IF is_system THEN
        later := later || ARRAY['token_digest', 'accepted_by_id', 'accepted_at'];
    END IF;
    IF to_jsonb(NEW) - later <> to_jsonb(OLD) - later
       OR ((OLD.accepted_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL)
           AND to_jsonb(NEW) <> to_jsonb(OLD))
       OR (NOT is_system AND NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id
           AND NEW.withdrawn_by_id IS DISTINCT FROM who)
    THEN
        RAISE EXCEPTION 'an invitation is withdrawn or accepted, never rewritten'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invitation_stays BEFORE UPDATE ON accounts_invitation
    FOR EACH ROW EXECUTE FUNCTION accounts_invitation_stays();
"""
UNGUARD = """
DROP TRIGGER invitation_stays ON accounts_invitation;
DROP FUNCTION accounts_invitation_stays();
"""


class Migration(migrations.Migration):
    """An invitation is a row of its organisation; its terms stay as they were sent."""

    dependencies = [("accounts", "0003_countries_of_consulates"), ("audit", "0005_readers")]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.TextField(choices=[('caseworker', 'Caseworker'), ('supervisor', 'Supervisor'), ('clinic_staff', 'Clinic staff'), ('consulate_officer', 'Consulate officer'), ('reception_officer', 'Reception centre officer'), ('health_analyst', 'Health department analyst'), ('organisation_admin', 'Organisation administrator'), ('system_admin', 'System administrator')])),
                ('may_see_tb', models.BooleanField(default=False)),
                ('language', models.TextField(default='ru')),
                ('token_digest', models.TextField(unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.organisation')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('organisation', 'email', 'role'), name='one_open_invitation_a_role'), models.CheckConstraint(condition=models.Q(('role__in', ['caseworker', 'supervisor', 'clinic_staff', 'consulate_officer', 'reception_officer', 'health_analyst', 'organisation_admin'])), name='an_invitation_is_into_an_organisation'), models.CheckConstraint(condition=models.Q(('may_see_tb', False), ('role__in', ['caseworker', 'clinic_staff']), _connector='OR'), name='an_invitation_trusts_few_with_tb'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='accepting_an_invitation_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='withdrawing_an_invitation_is_whole')],
            },
        ),
        *unprotected(TABLE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
