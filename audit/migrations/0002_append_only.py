"""The database itself refuses to change or remove an audit row, whoever asks."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASES["default"]["USER"]

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
ALLOW = """
DROP TRIGGER audit_table_stays ON audit_entry;
DROP TRIGGER audit_rows_stay ON audit_entry;
DROP FUNCTION audit_refuse();
"""
# Its policies stand in `accounts.policies` (this room may not import who writes them); they are
# taken off on the way back.
UNPROTECT = """
DROP POLICY IF EXISTS system ON audit_entry;
DROP POLICY IF EXISTS members_read ON audit_entry;
DROP POLICY IF EXISTS members_add ON audit_entry;
ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Append-only by trigger and by privilege."""

    dependencies = [("audit", "0001_entries")]
    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(
            f'REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM "{APP}"',
            f'GRANT UPDATE, DELETE ON audit_entry TO "{APP}"',
        ),
        migrations.RunSQL(migrations.RunSQL.noop, UNPROTECT),
    ]
