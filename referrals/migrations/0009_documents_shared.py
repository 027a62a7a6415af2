"""Documents a referral takes along: chosen while it is a draft, and of its own case."""

from django.db import migrations

# A function of the owner, since who chooses may not see every referral; the setting is put back.
# After the row, so that the policy refuses first and this says nothing to who may not add it.
FREEZE = """
CREATE FUNCTION referrals_documents_stay() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    is_right boolean;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    SELECT EXISTS (
        SELECT 1 FROM referrals_referral r JOIN cases_document d ON d.id = NEW.document_id
        WHERE r.id = NEW.source_id AND r.state = 'draft' AND r.case_id = NEW.case_id
        AND d.case_id = NEW.case_id AND r.sender_id = NEW.organisation_id
        AND d.organisation_id = NEW.organisation_id
    ) INTO is_right;
    PERFORM set_config('app.system', before, true);
    IF NOT is_right OR (TG_OP = 'UPDATE' AND (
        NEW.source_id <> OLD.source_id OR NEW.document_id <> OLD.document_id
    )) THEN
        RAISE EXCEPTION 'documents go along with a draft of their own case, and stay once it is sent'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_stay AFTER INSERT OR UPDATE ON cases_documentshare
    FOR EACH ROW EXECUTE FUNCTION referrals_documents_stay();
"""
MELT = """
DROP TRIGGER documents_stay ON cases_documentshare;
DROP FUNCTION referrals_documents_stay();
"""


class Migration(migrations.Migration):

    dependencies = [('referrals', '0008_envelope_rows'), ('cases', '0011_documents')]
    operations = [migrations.RunSQL(FREEZE, MELT)]
