"""The moves of a reminder said once more in the database; its policies: `accounts.policies`."""

from django.db import migrations

from accounts.row_security import unprotected

# Whatever a program gets wrong: what was delivered stays so, what the gateway has never waits
# again, and the words, the number and the key stay as they were when it went out.
GUARD = """
CREATE FUNCTION reminders_moves_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said text[] := ARRAY['queued', 'sent', 'delivered', 'failed'];
    waiting text[] := ARRAY['scheduled', 'cleared', 'muted', 'denied'];
BEGIN
    IF NEW.state <> OLD.state AND NOT (CASE OLD.state
        WHEN 'scheduled' THEN NEW.state = ANY (waiting || said || ARRAY['claimed'])
        WHEN 'claimed' THEN NEW.state = ANY (said || ARRAY['in_doubt', 'scheduled'])
        WHEN 'in_doubt' THEN NEW.state = ANY (said || ARRAY['scheduled'])
        WHEN 'queued' THEN NEW.state IN ('sent', 'delivered', 'failed')
        WHEN 'sent' THEN NEW.state IN ('delivered', 'failed')
        WHEN 'delivered' THEN false
        WHEN 'failed' THEN NEW.state = 'scheduled' AND NEW.key <> OLD.key
        ELSE NEW.state = ANY (waiting || said)
    END) THEN
        RAISE EXCEPTION 'a reminder does not move from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.subject_id <> OLD.subject_id OR NEW.rule <> OLD.rule OR NEW.due_on <> OLD.due_on
        OR NEW.migrant_id <> OLD.migrant_id OR NEW.case_id <> OLD.case_id
        OR NEW.organisation_id <> OLD.organisation_id
        OR (NEW.key <> OLD.key AND OLD.state <> 'failed')
        OR (OLD.state IN ('claimed', 'in_doubt', 'queued', 'sent', 'delivered', 'failed')
            AND (NEW.text <> OLD.text OR NEW.appointment_at IS DISTINCT FROM OLD.appointment_at))
        OR (OLD.state IN ('claimed', 'in_doubt', 'queued', 'sent', 'delivered')
            AND NEW.contact_id IS DISTINCT FROM OLD.contact_id)
    THEN
        RAISE EXCEPTION 'what went out stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_forwards BEFORE UPDATE ON reminders_reminder
    FOR EACH ROW EXECUTE FUNCTION reminders_moves_forwards();

CREATE FUNCTION reminders_mute_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR NEW.migrant_id <> OLD.migrant_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.reason <> OLD.reason
        OR NEW.muted_by_id <> OLD.muted_by_id OR NEW.muted_at <> OLD.muted_at
    THEN
        RAISE EXCEPTION 'who stopped messages, and why, stays as it was; a stop ends once'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mute_ends_once BEFORE UPDATE ON reminders_mute
    FOR EACH ROW EXECUTE FUNCTION reminders_mute_ends_once();
"""
UNGUARD = """
DROP TRIGGER mute_ends_once ON reminders_mute;
DROP FUNCTION reminders_mute_ends_once();
DROP TRIGGER moves_forwards ON reminders_reminder;
DROP FUNCTION reminders_moves_forwards();
"""


class Migration(migrations.Migration):
    """Members read reminders; only the system writes them, and forwards only."""

    dependencies = [("reminders", "0001_reminders")]
    operations = [
        *unprotected("reminders_mute", "reminders_reminderstep", "reminders_reminder"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
