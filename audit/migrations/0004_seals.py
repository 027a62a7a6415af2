"""Three more verbs, seals over batches of rows, and what came of looking after the seals."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import audit.keys

APP = settings.DATABASES["default"]["USER"]
COLUMNS = (
    "id, at, request_id, actor_id, organisation_id, role, verb, subject_type, subject_id,"
    " data_classes, detail"
)
OLD = [
    ("read", "read"),
    ("listed", "saw in a list"),
    ("unmasked", "asked to see"),
    ("created", "created"),
    ("changed", "changed"),
    ("moved", "moved to another state"),
    ("granted", "gave access"),
    ("ended", "ended access"),
    ("refused", "was refused"),
    ("exported", "took out as a file"),
]
VERBS = [
    *OLD,
    ("broke_glass", "opened in an emergency"),
    ("erased", "erased"),
    ("released", "released"),
]

# Not fields of the model: Django would read them back, and nobody may read this table back. The
# number of the transaction says which rows are there for good: all below the oldest in flight.
# A database restored from a dump counts transactions anew: `audit_count_on` then lifts the count
# above every row, which only the owner may do.
COUNT = """
CREATE FUNCTION audit_transaction() RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT pg_current_xact_id()::text::bigint + 0';
CREATE FUNCTION audit_oldest_in_flight() RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0';
CREATE FUNCTION audit_count_on() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE lift bigint;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    SELECT GREATEST((SELECT coalesce(max(written_in), 0) FROM audit_entry),
                    (SELECT coalesce(max(upto), 0) FROM audit_seal)) INTO lift;
    EXECUTE format('CREATE OR REPLACE FUNCTION audit_transaction() RETURNS bigint LANGUAGE sql'
        ' STABLE AS ''SELECT pg_current_xact_id()::text::bigint + %s''', lift);
    EXECUTE format('CREATE OR REPLACE FUNCTION audit_oldest_in_flight() RETURNS bigint LANGUAGE sql'
        ' STABLE AS ''SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + %s''', lift);
    PERFORM set_config('app.system', '', true);
    RETURN lift;
END $$;
ALTER TABLE audit_entry ADD COLUMN written_in bigint NOT NULL DEFAULT audit_transaction();
CREATE INDEX audit_by_transaction ON audit_entry (written_in);
"""
UNCOUNT = """
ALTER TABLE audit_entry DROP COLUMN written_in;
DROP FUNCTION audit_count_on();
DROP FUNCTION audit_oldest_in_flight();
DROP FUNCTION audit_transaction();
"""
STAY = """
CREATE TRIGGER audit_seals_stay BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_table_stays BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_verifications_stay BEFORE UPDATE OR DELETE ON audit_verification
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""
GO = """
DROP TRIGGER audit_verifications_stay ON audit_verification;
DROP TRIGGER audit_seal_table_stays ON audit_seal;
DROP TRIGGER audit_seals_stay ON audit_seal;
"""
# Their policies stand in `accounts.policies` (this room may not import who writes them).
UNPROTECT = """
DROP POLICY IF EXISTS system ON {0};
DROP POLICY IF EXISTS members_read ON {0};
ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {0} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Seals, append-only like the rows they cover."""

    dependencies = [("audit", "0003_exports")]
    operations = [
        migrations.RemoveConstraint(model_name="entry", name="audit_verb_is_known"),
        migrations.AlterField(
            model_name="entry", name="verb", field=models.TextField(choices=VERBS)
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", [code for code, _word in VERBS])),
                name="audit_verb_is_known",
            ),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("first", models.PositiveBigIntegerField()),
                ("upto", models.PositiveBigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("hash", models.TextField()),
                ("leaves", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("count__gt", 0),
                            ("hash__regex", "^[0-9a-f]{64}$"),
                            ("number__gt", 0),
                            ("upto__gt", models.F("first")),
                        ),
                        name="seal_is_whole",
                    ),
                    models.UniqueConstraint(fields=("first",), name="one_seal_after_another"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=audit.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seals", models.PositiveBigIntegerField()),
                ("rows", models.PositiveBigIntegerField()),
                ("heads", models.PositiveIntegerField()),
                ("faults", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(COUNT, UNCOUNT),
        migrations.RunSQL(
            f'REVOKE INSERT ON audit_entry FROM "{APP}";'
            f'GRANT INSERT ({COLUMNS}) ON audit_entry TO "{APP}"',
            f'REVOKE INSERT ({COLUMNS}) ON audit_entry FROM "{APP}";'
            f'GRANT INSERT ON audit_entry TO "{APP}"',
        ),
        migrations.RunSQL(STAY, GO),
        migrations.RunSQL(migrations.RunSQL.noop, UNPROTECT.format("audit_seal")),
        migrations.RunSQL(migrations.RunSQL.noop, UNPROTECT.format("audit_verification")),
    ]
