"""What a reception centre may write and read, cut by the database itself.

Its officers add a referral and read its sheet. Of the referral, its steps and its answers they see
no row: triggers carry onto the sheet the little that is theirs to know, and nothing after custody
ended. Whatever changes both locks the referral first, so that two at once cannot wait for each
other.
"""

from importlib import import_module

from django.db import migrations

from accounts.row_security import unprotected

frozen = import_module("referrals.migrations.0004_sent_terms_stay")

CUSTODY = "examination_from_custody"
# What an officer may add stands in `accounts.policies`; it looks at the sheets, which go here.
LEAVE_REFERRALS = """
DROP POLICY IF EXISTS custody_adds ON referrals_referral;
DROP POLICY IF EXISTS custody_adds ON referrals_referralstep;
"""

# With the owner's rights, because neither side may write the sheet; the setting is put back
# before each returns, and an error puts it back with all the rest.
SHEETS = f"""
CREATE FUNCTION referrals_sheet_begins() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
BEGIN
    PERFORM set_config('app.system', 'on', true);
    INSERT INTO referrals_examination (
        id, referral_id, centre_id, clinic_id, service_id, number, submission, name, birth_year,
        sex, citizenship, language, needs_interpreter, priority, asked, escort, sent_at,
        phase, place, fitness, is_followed
    ) VALUES (
        NEW.id, NEW.id, NEW.sender_id, NEW.recipient_id, NEW.service_id, NEW.number,
        NEW.submission, NEW.shown_name, NEW.shown_birth_year, NEW.shown_sex,
        NEW.shown_citizenship, NEW.shown_language, NEW.needs_interpreter, NEW.priority,
        NEW.asked, NEW.escort, NEW.sent_at, 'sent', '', '', false
    );
    UPDATE referrals_examination SET is_followed = true WHERE id = NEW.replaces_id;
    PERFORM set_config('app.system', before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_begins AFTER INSERT ON referrals_referral
    FOR EACH ROW WHEN (NEW.kind = '{CUSTODY}') EXECUTE FUNCTION referrals_sheet_begins();

CREATE FUNCTION referrals_sheet_follows() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    now_in text := CASE
        WHEN NEW.custody_ended_at IS NOT NULL THEN 'closed'
        WHEN NEW.state = 'sent' THEN 'sent'
        WHEN NEW.state IN ('received', 'accepted') THEN 'received'
        -- Whether somebody came is not said: the last appointment stands until the answer.
        WHEN NEW.state IN ('scheduled', 'did_not_arrive', 'arrived') THEN 'appointment'
        -- The formal answer itself makes it answered.
        WHEN NEW.state = 'completed' THEN NULL
        ELSE 'closed' END;
    is_dated boolean := now_in = 'appointment';
BEGIN
    IF now_in IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('app.system', 'on', true);
    UPDATE referrals_examination SET phase = now_in,
        appointment_at = CASE WHEN is_dated THEN NEW.appointment_at END,
        place = CASE WHEN is_dated THEN NEW.appointment_place ELSE '' END,
        fitness = '', look_again_on = NULL, answered_on = NULL
        WHERE id = NEW.id AND phase <> 'closed';
    PERFORM set_config('app.system', before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_follows AFTER UPDATE OF state, appointment_at, appointment_place,
    custody_ended_at ON referrals_referral
    FOR EACH ROW WHEN (NEW.kind = '{CUSTODY}') EXECUTE FUNCTION referrals_sheet_follows();

CREATE FUNCTION referrals_sheet_answered() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
BEGIN
    IF NEW.answered_on <> (NEW.answered_at AT TIME ZONE 'Asia/Almaty')::date THEN
        RAISE EXCEPTION 'the day of the answer is the day of its moment'
            USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('app.system', 'on', true);
    IF NOT EXISTS (
        SELECT 1 FROM referrals_referral r WHERE r.id = NEW.referral_id AND r.state = 'completed'
    ) THEN
        RAISE EXCEPTION 'only what was completed has its answer' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE referrals_examination SET phase = 'answered', fitness = NEW.fitness,
        look_again_on = NEW.look_again_on, answered_on = NEW.answered_on
        WHERE id = NEW.referral_id AND phase <> 'closed';
    PERFORM set_config('app.system', before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_answered AFTER INSERT ON referrals_formalanswer
    FOR EACH ROW EXECUTE FUNCTION referrals_sheet_answered();
"""
NO_SHEETS = """
DROP TRIGGER sheet_answered ON referrals_formalanswer;
DROP FUNCTION referrals_sheet_answered();
DROP TRIGGER sheet_follows ON referrals_referral;
DROP FUNCTION referrals_sheet_follows();
DROP TRIGGER sheet_begins ON referrals_referral;
DROP FUNCTION referrals_sheet_begins();
"""

FREEZE_ALL = """
CREATE OR REPLACE FUNCTION referrals_sent_terms_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.migrant_id IS DISTINCT FROM OLD.migrant_id
        OR NEW.sender_id <> OLD.sender_id OR NEW.recipient_id <> OLD.recipient_id
        OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason OR NEW.asked <> OLD.asked
        OR NEW.data_classes <> OLD.data_classes
        OR NEW.consent_id IS DISTINCT FROM OLD.consent_id
        OR NEW.legal_basis_id IS DISTINCT FROM OLD.legal_basis_id
        OR NEW.shown_name <> OLD.shown_name
        OR NEW.shown_birth_year IS DISTINCT FROM OLD.shown_birth_year
        OR NEW.shown_sex <> OLD.shown_sex OR NEW.shown_language <> OLD.shown_language
        OR NEW.needs_interpreter <> OLD.needs_interpreter OR NEW.priority <> OLD.priority
        OR NEW.service_id IS DISTINCT FROM OLD.service_id OR NEW.number <> OLD.number
        OR NEW.submission <> OLD.submission OR NEW.created_by_id <> OLD.created_by_id
        OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id
        OR NEW.shown_citizenship <> OLD.shown_citizenship
        OR NEW.escort <> OLD.escort
        OR NEW.sent_at IS DISTINCT FROM OLD.sent_at
    ) THEN
        RAISE EXCEPTION 'what was sent stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    -- Only the centre says so, by the application's action, and it is not taken back.
    IF NEW.custody_ended_at IS DISTINCT FROM OLD.custody_ended_at AND (
        OLD.custody_ended_at IS NOT NULL
        OR COALESCE(current_setting('app.system', true), '') <> 'on'
    ) THEN
        RAISE EXCEPTION 'custody ends once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FREEZE_AS_BEFORE = frozen.FREEZE.split("CREATE TRIGGER")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    """Let the centre's officers add referrals and read their sheets, and nothing else."""

    dependencies = [("referrals", "0005_examinations_from_custody")]
    operations = [
        *unprotected("referrals_formalanswer", "referrals_examination"),
        migrations.RunSQL(migrations.RunSQL.noop, LEAVE_REFERRALS),
        migrations.RunSQL(FREEZE_ALL, FREEZE_AS_BEFORE),
        migrations.RunSQL(SHEETS, NO_SHEETS),
    ]
