"""Envelopes for consulates, and what keeps them to what the person agreed to."""

import audit.keys
import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# Runs with the owner's rights and the system setting, because the sender's policies would hide
# what it must look at: other holders' files on the same human being. Who may not write envelopes
# at all is let through to the policy, which refuses without a word about what is stored.
# It copies nothing itself, but refuses whatever is not a copy of the file.
COVER = """
CREATE FUNCTION referrals_envelope_is_covered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    org uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
    today date := (NEW.sent_at AT TIME ZONE 'Asia/Almaty')::date;
    held cases_migrant%ROWTYPE;
    is_closed boolean;
    is_copy boolean;
    is_blocked boolean;
    is_agreed boolean;
BEGIN
    IF before <> 'on' AND (
        COALESCE(current_setting('app.scope', true), '') <> 'own' OR NEW.sender_id IS DISTINCT FROM org
    ) THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.system', 'on', true);
    -- The locks make a closing, a block, a withdrawal or a correction at the same moment wait, and
    -- then find this envelope to take back; or make this one wait, and then find them. The case
    -- comes before the file, as where a case is closed or given to a colleague.
    SELECT c.state = 'closed' INTO is_closed FROM cases_case c WHERE c.id = NEW.case_id FOR SHARE;
    SELECT * INTO held FROM cases_migrant WHERE id = NEW.migrant_id FOR SHARE;
    PERFORM 1 FROM cases_person WHERE id = held.person_id FOR NO KEY UPDATE;
    SELECT EXISTS (
        SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.migrant_id = NEW.migrant_id
        AND c.organisation_id = NEW.sender_id
    ) AND EXISTS (
        SELECT 1 FROM accounts_organisation o WHERE o.id = NEW.consulate_id AND o.kind = 'consulate'
        AND o.is_active AND o.country = NEW.shown_citizenship AND o.country = held.citizenship
    ) AND EXISTS (
        SELECT 1 FROM cases_migrantname n WHERE n.migrant_id = NEW.migrant_id AND n.is_main
        AND n."full" = NEW.shown_name
    ) AND (NEW.shown_birth_date IS NULL OR (
        NEW.shown_birth_date = held.birth_date AND NEW.shown_birth_precision = held.birth_precision
    )) AND NEW.shown_sex IN ('', held.sex) INTO is_copy;
    SELECT EXISTS (
        SELECT 1 FROM cases_statecontactblock b JOIN cases_migrant m ON m.id = b.migrant_id
        WHERE m.person_id = held.person_id AND b.lifted_at IS NULL
    ) INTO is_blocked;
    PERFORM 1 FROM cases_consent c WHERE c.id = NEW.consent_id
        AND c.migrant_id = NEW.migrant_id AND c.organisation_id = NEW.sender_id
        AND c.purpose = NEW.purpose AND 'identity' = ANY(c.data_classes)
        AND c.withdrawn_at IS NULL AND c.given_on <= today
        AND (c.expires_on IS NULL OR (c.expires_on >= today
             AND NEW.expires_at <= (c.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Almaty'))
        AND EXISTS (
            SELECT 1 FROM cases_consentrecipient r
            WHERE r.consent_id = c.id AND r.organisation_id = NEW.consulate_id)
        -- What was agreed before a block was lifted does not count any more.
        AND NOT EXISTS (
            SELECT 1 FROM cases_statecontactblock b JOIN cases_migrant m ON m.id = b.migrant_id
            WHERE m.person_id = held.person_id AND b.lifted_at >= c.recorded_at)
        FOR SHARE OF c;
    is_agreed := FOUND;
    PERFORM set_config('app.system', before, true);
    IF is_blocked THEN
        RAISE EXCEPTION 'contact with the own state is blocked' USING ERRCODE = 'check_violation';
    ELSIF NOT is_agreed THEN
        RAISE EXCEPTION 'the consent does not cover this envelope' USING ERRCODE = 'check_violation';
    ELSIF NOT is_copy THEN
        RAISE EXCEPTION 'an envelope copies the file of a national for a consulate of that state'
            USING ERRCODE = 'check_violation';
    ELSIF is_closed THEN
        RAISE EXCEPTION 'an envelope leaves from a case at work' USING ERRCODE = 'check_violation';
    -- The thirty days count from here, so a clock that is ahead would make them longer; a few
    -- minutes are what the clocks of two machines differ by.
    ELSIF NEW.sent_at > statement_timestamp() + interval '5 minutes' THEN
        RAISE EXCEPTION 'an envelope is not sent ahead of its time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER envelope_is_covered BEFORE INSERT ON referrals_envelope
    FOR EACH ROW EXECUTE FUNCTION referrals_envelope_is_covered();
"""
UNCOVER = """
DROP TRIGGER envelope_is_covered ON referrals_envelope;
DROP FUNCTION referrals_envelope_is_covered();
"""
# The table of moves once more, by whoever is bound; what was sent stays as it was.
FREEZE = """
CREATE FUNCTION referrals_envelope_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['state', 'seen_at', 'answered_at', 'ended_at', 'noted_at'];
    is_system boolean := COALESCE(current_setting('app.system', true), '') = 'on';
    scope text := COALESCE(current_setting('app.scope', true), '');
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change
       OR (OLD.seen_at IS NOT NULL AND NEW.seen_at IS DISTINCT FROM OLD.seen_at)
       OR (OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at)
       OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.noted_at IS NOT NULL AND NEW.noted_at IS DISTINCT FROM OLD.noted_at)
       OR (scope = 'env' AND NOT is_system AND NEW.noted_at IS DISTINCT FROM OLD.noted_at)
    THEN
        RAISE EXCEPTION 'what was sent stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (scope = 'env' OR is_system) AND step IN
            ('sent>seen', 'sent>in_work', 'seen>in_work', 'seen>answered', 'in_work>answered')
        OR (scope = 'own' OR is_system) AND step IN
            ('answered>closed', 'sent>withdrawn', 'seen>withdrawn', 'in_work>withdrawn', 'answered>withdrawn')
        OR is_system AND step IN ('sent>expired', 'seen>expired', 'in_work>expired')
    ) THEN
        RAISE EXCEPTION 'this is no move of an envelope by this side' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER envelope_stays BEFORE UPDATE ON referrals_envelope
    FOR EACH ROW EXECUTE FUNCTION referrals_envelope_stays();
"""
MELT = """
DROP TRIGGER envelope_stays ON referrals_envelope;
DROP FUNCTION referrals_envelope_stays();
"""
# A consulate cannot read cases, consents, blocks or files, so what becomes of them is carried to
# the envelopes here, in the same transaction: withdrawn, with a step and an audit row that say why.
# A citizenship and a person changed by one statement fire two triggers, one for each reason.
END = """
CREATE FUNCTION referrals_envelopes_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    moment timestamptz := statement_timestamp();
    why text;
    ids uuid[];
    one referrals_envelope%ROWTYPE;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    IF TG_TABLE_NAME = 'cases_consent' THEN
        why := 'consent_ended';
        who := COALESCE(NEW.withdrawn_by_id, who);
        moment := COALESCE(NEW.withdrawn_at, moment);
        SELECT array_agg(e.id) INTO ids FROM referrals_envelope e WHERE e.consent_id = NEW.id AND (
            NEW.withdrawn_at IS NOT NULL OR NEW.purpose <> e.purpose OR NEW.migrant_id <> e.migrant_id
            OR NOT 'identity' = ANY(NEW.data_classes)
            OR e.expires_at > (NEW.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Almaty');
    ELSIF TG_TABLE_NAME = 'cases_case' THEN
        why := 'case_closed';
        moment := NEW.changed_at;
        SELECT array_agg(e.id) INTO ids FROM referrals_envelope e WHERE e.case_id = NEW.id;
    ELSIF TG_TABLE_NAME = 'cases_statecontactblock' THEN
        why := 'contact_blocked';
        who := NEW.set_by_id;
        moment := NEW.set_at;
        -- Once more: while the lock was waited for, the file may have become another person's.
        PERFORM 1 FROM cases_person
            WHERE id = (SELECT person_id FROM cases_migrant WHERE id = NEW.migrant_id)
            FOR NO KEY UPDATE;
        SELECT array_agg(e.id) INTO ids FROM referrals_envelope e
            JOIN cases_migrant m ON m.id = e.migrant_id
            WHERE m.person_id = (SELECT person_id FROM cases_migrant WHERE id = NEW.migrant_id);
    ELSIF TG_NAME = 'citizenship_ends_envelopes' THEN
        why := 'citizenship_changed';
        SELECT array_agg(e.id) INTO ids FROM referrals_envelope e
            WHERE e.migrant_id = NEW.id AND e.shown_citizenship <> NEW.citizenship;
    ELSE
        -- Files that turn out to be about one person share the block of either. The locks let a
        -- block or a letter at the same moment wait, on the person that was and the one that is.
        why := 'contact_blocked';
        PERFORM 1 FROM cases_person WHERE id IN (OLD.person_id, NEW.person_id) ORDER BY id
            FOR NO KEY UPDATE;
        SELECT array_agg(e.id) INTO ids FROM referrals_envelope e
            JOIN cases_migrant m ON m.id = e.migrant_id
            WHERE m.person_id = NEW.person_id AND EXISTS (
                SELECT 1 FROM cases_statecontactblock b JOIN cases_migrant h ON h.id = b.migrant_id
                WHERE h.person_id = NEW.person_id AND b.lifted_at IS NULL);
    END IF;
    FOR one IN SELECT * FROM referrals_envelope
        WHERE id = ANY(ids) AND state IN ('sent', 'seen', 'in_work', 'answered') ORDER BY id FOR UPDATE
    LOOP
        UPDATE referrals_envelope SET state = 'withdrawn', ended_at = moment, noted_at = moment
            WHERE id = one.id;
        -- After the newest step: the clock of the machine that made it may run ahead of this one.
        INSERT INTO referrals_envelopestep
            (id, envelope_id, move, from_state, to_state, by_id, organisation_id, at, note, because)
            VALUES (uuidv7(GREATEST(interval '0', (
                SELECT uuid_extract_timestamp(s.id) FROM referrals_envelopestep s
                WHERE s.envelope_id = one.id ORDER BY s.id DESC LIMIT 1
            ) - clock_timestamp() + interval '2 milliseconds')), one.id, 'withdraw', one.state, 'withdrawn', who,
                CASE WHEN who IS NULL THEN NULL ELSE one.sender_id END, moment, '', why);
        INSERT INTO audit_entry
            (id, at, request_id, actor_id, organisation_id, role, verb, subject_type, subject_id,
             data_classes, detail)
            VALUES (uuidv7(), clock_timestamp(), NULL, who, one.sender_id, '', 'moved', 'envelope',
                one.id, '{}', jsonb_build_object('move', 'withdraw', 'because', why));
    END LOOP;
    PERFORM set_config('app.system', before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER consent_ends_envelopes AFTER UPDATE ON cases_consent
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION referrals_envelopes_end();
CREATE TRIGGER block_ends_envelopes AFTER INSERT ON cases_statecontactblock
    FOR EACH ROW EXECUTE FUNCTION referrals_envelopes_end();
CREATE TRIGGER citizenship_ends_envelopes AFTER UPDATE OF citizenship ON cases_migrant
    FOR EACH ROW WHEN (OLD.citizenship <> NEW.citizenship) EXECUTE FUNCTION referrals_envelopes_end();
CREATE TRIGGER one_person_ends_envelopes AFTER UPDATE OF person_id ON cases_migrant
    FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id) EXECUTE FUNCTION referrals_envelopes_end();
CREATE TRIGGER case_ends_envelopes AFTER UPDATE OF state ON cases_case
    FOR EACH ROW WHEN (NEW.state = 'closed' AND OLD.state <> 'closed')
    EXECUTE FUNCTION referrals_envelopes_end();
"""
LEAVE_OPEN = """
DROP TRIGGER case_ends_envelopes ON cases_case;
DROP TRIGGER one_person_ends_envelopes ON cases_migrant;
DROP TRIGGER citizenship_ends_envelopes ON cases_migrant;
DROP TRIGGER block_ends_envelopes ON cases_statecontactblock;
DROP TRIGGER consent_ends_envelopes ON cases_consent;
DROP FUNCTION referrals_envelopes_end();
"""


class Migration(migrations.Migration):
    """A frozen copy for a consulate; it leaves only as agreed and comes back when that ends."""

    dependencies = [
        ("accounts", "0003_countries_of_consulates"),
        ("audit", "0002_append_only"),
        ("cases", "0006_state_contact"),
        ("referrals", "0006_custody_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('purpose', models.TextField(choices=[('care', "Care and help with one's case"), ('papers', 'Help of the consulate with papers'), ('cross_border', 'Going on with care in another country')], default='papers')),
                ('request', models.TextField(choices=[('return_certificate', 'A certificate to return home'), ('passport', 'A passport'), ('confirm_identity', 'To confirm who the person is'), ('birth_certificate', 'A birth certificate'), ('help_to_travel_home', 'Help to travel home'), ('other_help', 'Other help: please call the organisation that writes')])),
                ('shown_name', models.TextField()),
                ('shown_birth_date', models.DateField(null=True)),
                ('shown_birth_precision', models.TextField(blank=True, choices=[('day', 'Day, month and year'), ('month', 'Month and year'), ('year', 'Year only'), ('unknown', 'Not known')], default='')),
                ('shown_sex', models.TextField(blank=True, choices=[('female', 'Woman'), ('male', 'Man'), ('unknown', 'Not said')], default='')),
                ('shown_citizenship', models.TextField()),
                ('state', models.TextField(choices=[('sent', 'Sent'), ('seen', 'Read'), ('in_work', 'In work'), ('answered', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Taken back'), ('expired', 'Time ran out')], default='sent')),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('noted_at', models.DateTimeField(null=True)),
                ('submission', models.UUIDField(unique=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='cases.case')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.consent')),
                ('consulate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes_received', to='accounts.organisation')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('migrant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='cases.migrant')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes_sent', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='EnvelopeAnswer',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.TextField(choices=[('issued', 'Done: the paper is ready or the help is given'), ('will_issue', 'It will be done'), ('come_in_person', 'The person must come to the consulate'), ('needs_more', 'Something more is needed first'), ('cannot', 'It cannot be done')])),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('photo', 'Photographs'), ('old_passport_number', 'The number of the old passport'), ('old_paper', 'A copy of any old paper with a name'), ('birth_place', 'Where the person was born'), ('relatives_address', 'Address or phone of relatives at home'), ('witnesses', 'Two fellow citizens who know the person'), ('fee', 'The fee')]), default=list, size=None)),
                ('words', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('envelope', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='referrals.envelope')),
            ],
        ),
        migrations.CreateModel(
            name='EnvelopeStep',
            fields=[
                ('id', models.UUIDField(default=audit.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('move', models.TextField(choices=[('see', 'Open the request'), ('take', 'Take it into work'), ('answer', 'Write the answer'), ('close', 'I have read it'), ('withdraw', 'Take the request back'), ('expire', 'Let the time run out')])),
                ('from_state', models.TextField(choices=[('sent', 'Sent'), ('seen', 'Read'), ('in_work', 'In work'), ('answered', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Taken back'), ('expired', 'Time ran out')])),
                ('to_state', models.TextField(choices=[('sent', 'Sent'), ('seen', 'Read'), ('in_work', 'In work'), ('answered', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Taken back'), ('expired', 'Time ran out')])),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True, default='')),
                ('because', models.TextField(blank=True, choices=[('consent_ended', 'The consent was withdrawn.'), ('contact_blocked', 'Contact with the own state was forbidden.'), ('citizenship_changed', 'The citizenship in the file was corrected.'), ('case_closed', 'The case was closed.')], default='')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='referrals.envelope')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['consulate', 'state', '-sent_at'], name='envelope_received'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['sender', 'state', '-sent_at'], name='envelope_sent'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['case'], name='envelope_by_case'),
        ),
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(fields=['consent'], name='envelope_by_consent'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'seen', 'in_work', 'answered'])), fields=('case', 'consulate', 'request'), name='one_open_envelope_a_request'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', 'papers'), ('request__in', ['return_certificate', 'passport', 'confirm_identity', 'birth_certificate', 'help_to_travel_home', 'other_help']), ('shown_citizenship__regex', '^[A-Z]{2}$'), ('shown_sex__in', ['', 'female', 'male']), ('state__in', ['sent', 'seen', 'in_work', 'answered', 'closed', 'withdrawn', 'expired']), models.Q(('shown_name', ''), _negated=True)), name='envelope_words_are_known'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown_birth_date__isnull', True), ('shown_birth_precision', '')), models.Q(('shown_birth_date__isnull', False), ('shown_birth_precision__in', ['day', 'month', 'year'])), _connector='OR'), name='shown_birth_date_has_its_precision'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('sender', models.F('consulate')), _negated=True), name='envelope_leaves_the_house'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('sent_at'), '+', models.Value(datetime.timedelta(days=30))))), name='envelope_lasts_thirty_days_at_most'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'withdrawn', 'expired']), ('seen_at__isnull', False), _connector='OR'), name='a_seen_envelope_says_when'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'closed']), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='an_answered_envelope_says_when'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['sent', 'seen', 'in_work', 'answered'])), models.Q(('ended_at__isnull', False), ('state__in', ['closed', 'withdrawn', 'expired'])), _connector='OR'), name='an_ended_envelope_says_when'),
        ),
        migrations.AddConstraint(
            model_name='envelopeanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('needs__len__gt', 0), ('outcome', 'needs_more')), models.Q(models.Q(('outcome', 'needs_more'), _negated=True), ('needs', [])), _connector='OR'), name='an_answer_says_what_is_needed'),
        ),
        migrations.AddConstraint(
            model_name='envelopeanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'cannot'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_refusal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='envelopestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('move', 'withdraw'), _negated=True), models.Q(('note', ''), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='envelope_step_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='envelopestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('move', 'expire')), models.Q(('because', ''), _negated=True), models.Q(models.Q(('move', 'expire'), _negated=True), ('by__isnull', False)), _connector='OR'), name='only_the_clock_moves_an_envelope_alone'),
        ),
        migrations.RunSQL(COVER, UNCOVER),
        migrations.RunSQL(FREEZE, MELT),
        migrations.RunSQL(END, LEAVE_OPEN),
    ]
