"""Once a referral was sent, nobody changes what was asked, of whom, with which data, on what basis."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION referrals_sent_terms_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        NEW.case_id <> OLD.case_id OR NEW.migrant_id <> OLD.migrant_id
        OR NEW.sender_id <> OLD.sender_id OR NEW.recipient_id <> OLD.recipient_id
        OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason OR NEW.asked <> OLD.asked
        OR NEW.data_classes <> OLD.data_classes
        OR NEW.consent_id IS DISTINCT FROM OLD.consent_id
        OR NEW.legal_basis_id IS DISTINCT FROM OLD.legal_basis_id
        OR NEW.shown_name <> OLD.shown_name
        OR NEW.shown_birth_year IS DISTINCT FROM OLD.shown_birth_year
        OR NEW.sent_at IS DISTINCT FROM OLD.sent_at
    ) THEN
        RAISE EXCEPTION 'what was sent stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sent_terms_stay BEFORE UPDATE ON referrals_referral
    FOR EACH ROW EXECUTE FUNCTION referrals_sent_terms_stay();
"""
MELT = """
DROP TRIGGER sent_terms_stay ON referrals_referral;
DROP FUNCTION referrals_sent_terms_stay();
"""


class Migration(migrations.Migration):
    """The receiver may move a referral, not rewrite it."""

    dependencies = [("referrals", "0003_unsent_stays_inside")]
    operations = [migrations.RunSQL(FREEZE, MELT)]
