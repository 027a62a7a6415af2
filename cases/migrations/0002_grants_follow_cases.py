"""What a grant carries of its case is filled in by the database, and a grant never widens."""

from django.db import migrations

# SECURITY DEFINER and the system setting: the receiver of a referral adds a grant on a case that
# it cannot read yet. The setting is put back before the function returns.
CARRY = """
CREATE FUNCTION cases_grant_carries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    held cases_case%ROWTYPE;
    before text := COALESCE(current_setting('app.system', true), '');
    is_covered boolean := true;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    IF TG_OP = 'INSERT' AND NEW.consent_id IS NOT NULL THEN
        -- The lock makes a withdrawal at the same moment wait, and then find this grant to end.
        PERFORM 1 FROM cases_consent WHERE id = NEW.consent_id AND withdrawn_at IS NULL
            AND migrant_id = NEW.migrant_id AND NEW.data_classes <@ data_classes
            AND (expires_on IS NULL
                 OR NEW.ends_at <= (expires_on + 1)::timestamp AT TIME ZONE 'Asia/Almaty')
            FOR SHARE;
        is_covered := FOUND;
    ELSIF TG_OP = 'INSERT' AND NEW.legal_basis_id IS NOT NULL THEN
        PERFORM 1 FROM cases_legalbasis WHERE id = NEW.legal_basis_id AND case_id = NEW.case_id
            AND NEW.ends_at <= (ends_on + 1)::timestamp AT TIME ZONE 'Asia/Almaty';
        is_covered := FOUND;
    END IF;
    SELECT * INTO held FROM cases_case WHERE id = NEW.case_id;
    PERFORM set_config('app.system', before, true);
    IF NOT is_covered THEN
        RAISE EXCEPTION 'the consent does not cover this grant, or the ground in law does not' USING ERRCODE = 'check_violation';
    END IF;
    IF held.migrant_id IS DISTINCT FROM NEW.migrant_id
       OR held.organisation_id IS DISTINCT FROM NEW.owner_id THEN
        RAISE EXCEPTION 'a grant names the migrant and the owner of its case'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        NEW.case_id <> OLD.case_id OR NEW.organisation_id <> OLD.organisation_id
        OR NOT NEW.data_classes <@ OLD.data_classes
        OR NEW.reason <> OLD.reason OR NEW.source_id IS DISTINCT FROM OLD.source_id
        OR NEW.consent_id IS DISTINCT FROM OLD.consent_id
        OR NEW.legal_basis_id IS DISTINCT FROM OLD.legal_basis_id
        OR NEW.granted_by_id <> OLD.granted_by_id OR NEW.granted_at <> OLD.granted_at
        OR (OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at))
    ) THEN
        RAISE EXCEPTION 'a grant never widens' USING ERRCODE = 'check_violation';
    END IF;
    NEW.caseworker_id := held.caseworker_id;
    NEW.case_state := held.state;
    NEW.sorted_at := held.changed_at;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_carries BEFORE INSERT OR UPDATE ON cases_casegrant
    FOR EACH ROW EXECUTE FUNCTION cases_grant_carries();

CREATE FUNCTION cases_case_tells_grants() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
BEGIN
    PERFORM set_config('app.system', 'on', true);
    UPDATE cases_casegrant SET sorted_at = NEW.changed_at WHERE case_id = NEW.id;
    PERFORM set_config('app.system', before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER case_tells_grants AFTER UPDATE OF state, caseworker_id, changed_at ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_case_tells_grants();
"""
DROP = """
DROP TRIGGER case_tells_grants ON cases_case;
DROP FUNCTION cases_case_tells_grants();
DROP TRIGGER grant_carries ON cases_casegrant;
DROP FUNCTION cases_grant_carries();
"""


class Migration(migrations.Migration):
    """Triggers between cases and their grants."""

    dependencies = [("cases", "0001_files_and_cases")]
    operations = [migrations.RunSQL(CARRY, DROP)]
