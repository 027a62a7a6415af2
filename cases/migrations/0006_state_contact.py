"""No contact with own state: a block that two people lift, and that nobody writes for another."""

import audit.keys
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import unprotected

TABLE = "cases_statecontactblock"
# The lock lets a block and a letter to a consulate at the same moment wait for each other: the
# letter then finds the block, or the block finds the letter and takes it back.
GUARD = """
CREATE FUNCTION cases_block_locks_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
BEGIN
    PERFORM set_config('app.system', 'on', true);
    PERFORM 1 FROM cases_person
        WHERE id = (SELECT person_id FROM cases_migrant WHERE id = NEW.migrant_id)
        FOR NO KEY UPDATE;
    PERFORM set_config('app.system', before, true);
    RETURN NEW;
END $$;
CREATE TRIGGER block_locks_person BEFORE INSERT ON cases_statecontactblock
    FOR EACH ROW EXECUTE FUNCTION cases_block_locks_person();

CREATE FUNCTION cases_block_is_lifted_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['lift_asked_by_id', 'lift_asked_at', 'lift_reason', 'lifted_by_id', 'lifted_at'];
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
BEGIN
    IF to_jsonb(NEW) - later <> to_jsonb(OLD) - later
       OR (OLD.lifted_at IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD))
       OR (OLD.lift_asked_at IS NOT NULL AND (
           NEW.lift_asked_by_id IS DISTINCT FROM OLD.lift_asked_by_id
           OR NEW.lift_asked_at IS DISTINCT FROM OLD.lift_asked_at
           OR NEW.lift_reason <> OLD.lift_reason))
    THEN
        RAISE EXCEPTION 'what was said of a block stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    IF is_system THEN
        RETURN NEW;
    END IF;
    IF (NEW.lift_asked_at IS DISTINCT FROM OLD.lift_asked_at AND NEW.lift_asked_by_id IS DISTINCT FROM who)
       OR (NEW.lifted_at IS DISTINCT FROM OLD.lifted_at AND (NEW.lifted_by_id IS DISTINCT FROM who
           OR OLD.lift_asked_at IS NULL OR current_setting('app.scope', true) <> 'team'))
    THEN
        RAISE EXCEPTION 'a caseworker asks and a supervisor allows, each for themselves'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER block_is_lifted_in_order BEFORE UPDATE ON cases_statecontactblock
    FOR EACH ROW EXECUTE FUNCTION cases_block_is_lifted_in_order();
"""
UNGUARD = """
DROP TRIGGER block_is_lifted_in_order ON cases_statecontactblock;
DROP FUNCTION cases_block_is_lifted_in_order();
DROP TRIGGER block_locks_person ON cases_statecontactblock;
DROP FUNCTION cases_block_locks_person();
"""


class Migration(migrations.Migration):
    """One block stands at a time; whoever asked to lift it does not allow it."""

    dependencies = [
        ("accounts", "0003_countries_of_consulates"),
        ("cases", "0005_messages_to_phones"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StateContactBlock',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('lift_asked_at', models.DateTimeField(null=True)),
                ('lift_reason', models.TextField(blank=True, default='')),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='state_contact_blocks', to='cases.migrant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('migrant',), name='one_state_contact_block_stands'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_state_contact_block_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('lift_asked_at__isnull', True), ('lift_asked_by__isnull', True), ('lift_reason', '')), models.Q(('lift_asked_at__isnull', False), ('lift_asked_by__isnull', False), models.Q(('lift_reason', ''), _negated=True)), _connector='OR'), name='asking_to_lift_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lift_asked_by__isnull', False), ('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lifted_by', models.F('lift_asked_by')), _negated=True)), _connector='OR'), name='two_people_lift_a_state_contact_block')],
            },
        ),
        *unprotected(TABLE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
