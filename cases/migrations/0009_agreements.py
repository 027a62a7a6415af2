"""Agreements between organisations, and grants that rest on them beside a consent."""

import audit.keys
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import unprotected

TABLE = "cases_sharingagreement"
# Whoever may see no case agrees to none; and each side speaks for itself only.
GUARD = """
CREATE FUNCTION cases_agreement_is_between_carers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM accounts_organisation WHERE id IN (NEW.first_id, NEW.second_id)
               AND kind IN ('consulate', 'reception_centre', 'health_department')) THEN
        RAISE EXCEPTION 'an agreement opens nothing to those behind the firewall'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_is_between_carers BEFORE INSERT ON cases_sharingagreement
    FOR EACH ROW EXECUTE FUNCTION cases_agreement_is_between_carers();

CREATE FUNCTION cases_agreement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    house uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
    later text[] := ARRAY['confirmed_by_id', 'confirmed_at', 'ended_by_id', 'ended_at', 'end_reason'];
BEGIN
    IF to_jsonb(NEW) - later <> to_jsonb(OLD) - later
       OR (OLD.ended_at IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD))
       OR (OLD.confirmed_at IS NOT NULL AND (
           NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
           OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id))
    THEN
        RAISE EXCEPTION 'what was agreed stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    IF is_system THEN
        RETURN NEW;
    END IF;
    IF (NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
           AND (NEW.confirmed_by_id IS DISTINCT FROM who OR NEW.second_id IS DISTINCT FROM house))
       OR (NEW.ended_at IS DISTINCT FROM OLD.ended_at AND NEW.ended_by_id IS DISTINCT FROM who)
    THEN
        RAISE EXCEPTION 'each side of an agreement speaks for itself'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_stays BEFORE UPDATE ON cases_sharingagreement
    FOR EACH ROW EXECUTE FUNCTION cases_agreement_stays();

-- SECURITY DEFINER and the system setting: the receiver of a referral adds the grant, and can
-- read neither the sender's consent nor whom it names. The setting is put back before it returns.
CREATE FUNCTION cases_grant_has_its_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    is_covered boolean := true;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.agreement_id IS DISTINCT FROM OLD.agreement_id THEN
            RAISE EXCEPTION 'a grant never widens' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.consent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.system', 'on', true);
    IF NEW.agreement_id IS NOT NULL THEN
        -- The lock makes ending it at the same moment wait, and then find this grant to end.
        PERFORM 1 FROM cases_sharingagreement a WHERE a.id = NEW.agreement_id
            AND a.confirmed_at IS NOT NULL AND a.ended_at IS NULL
            AND a.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Almaty')::date
            AND (NEW.owner_id, NEW.organisation_id)
                IN ((a.first_id, a.second_id), (a.second_id, a.first_id))
            AND NEW.data_classes <@ a.data_classes
            AND (a.until_on IS NULL
                 OR NEW.ends_at <= (a.until_on + 1)::timestamp AT TIME ZONE 'Asia/Almaty')
            FOR SHARE;
        is_covered := FOUND AND EXISTS (
            SELECT 1 FROM cases_consent c JOIN accounts_organisation o ON o.id = NEW.organisation_id
            WHERE c.id = NEW.consent_id AND o.kind = ANY(c.recipient_kinds));
    ELSE
        is_covered := EXISTS (
            SELECT 1 FROM cases_consentrecipient r WHERE r.consent_id = NEW.consent_id
            AND r.organisation_id = NEW.organisation_id);
    END IF;
    PERFORM set_config('app.system', before, true);
    IF NOT is_covered THEN
        RAISE EXCEPTION 'the consent does not cover this grant: it names neither this organisation, nor its kind with an agreement'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- After the policies and the constraints: what they refuse they refuse as before.
CREATE TRIGGER grant_has_its_agreement AFTER INSERT OR UPDATE ON cases_casegrant
    FOR EACH ROW EXECUTE FUNCTION cases_grant_has_its_agreement();
"""
UNGUARD = """
DROP TRIGGER grant_has_its_agreement ON cases_casegrant;
DROP FUNCTION cases_grant_has_its_agreement();
DROP TRIGGER agreement_stays ON cases_sharingagreement;
DROP FUNCTION cases_agreement_stays();
DROP TRIGGER agreement_is_between_carers ON cases_sharingagreement;
DROP FUNCTION cases_agreement_is_between_carers();
"""


class Migration(migrations.Migration):
    """Two organisations agree; a consent that names only a kind opens nothing without it."""

    dependencies = [
        ("accounts", "0004_invitations"),
        ("cases", "0008_broken_glass"),
    ]

    operations = [
        migrations.AlterField(
            model_name='casegrant',
            name='end_reason',
            field=models.TextField(blank=True, choices=[('consent_ends', 'the consent ends'), ('consent_withdrawn', 'consent was withdrawn'), ('agreement_ended', 'the agreement between the organisations ended'), ('referral_ended', 'the referral ended')], default=''),
        ),
        migrations.CreateModel(
            name='SharingAgreement',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('data_classes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.TextField(blank=True, choices=[('no_longer_needed', 'We do not work together any more'), ('not_kept', 'It was not kept'), ('to_be_replaced', 'A new one is to replace it'), ('taken_back', 'The proposal was taken back'), ('declined', 'The proposal was declined'), ('ran_out', 'Its last day was over')], default='')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements_proposed', to='accounts.organisation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements_received', to='accounts.organisation')),
            ],
        ),
        migrations.AddField(
            model_name='casegrant',
            name='agreement',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='cases.sharingagreement'),
        ),
        migrations.AddConstraint(
            model_name='casegrant',
            constraint=models.CheckConstraint(condition=models.Q(('agreement__isnull', True), ('consent__isnull', False), _connector='OR'), name='an_agreement_stands_beside_a_consent'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), condition=models.Q(('ended_at__isnull', True)), name='one_open_agreement_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='nobody_agrees_with_themselves'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(('data_classes__len__gt', 0)), name='an_agreement_names_data'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='an_agreement_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='two_people_make_an_agreement'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('end_reason__in', ['no_longer_needed', 'not_kept', 'to_be_replaced', 'taken_back', 'declined', 'ran_out'])), _connector='OR'), name='ending_an_agreement_is_whole'),
        ),
        *unprotected(TABLE),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
