"""Whose record a row speaks of, and who may read the row."""

from django.conf import settings
from django.db import migrations, models

APP = settings.DATABASES["default"]["USER"]
USER_ID = "(SELECT NULLIF(current_setting('app.user_id', true), '')::uuid)"
ORGANISATION_ID = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SCOPE = "(SELECT current_setting('app.scope', true))"
# The same as `EntryQuerySet.readable_by`. Each is a policy by itself: PostgreSQL reads them with
# "or", and the page asks for one of the columns, so that its index is used.
READERS = {
    "holders_read": f"holder_id = {ORGANISATION_ID} AND {SCOPE} IN ('own', 'team')",
    "clinics_read_their_own_acts": f"actor_id = {USER_ID} AND {SCOPE} = 'ref'",
    "administrators_read_of_their_users": f"organisation_id = {ORGANISATION_ID} AND {SCOPE} = 'none'",
}


class Migration(migrations.Migration):
    """Members read what the access matrix says, row by row."""

    dependencies = [("audit", "0004_seals")]
    operations = [
        migrations.AddField(
            model_name="entry", name="holder_id", field=models.UUIDField(null=True)
        ),
        migrations.RunSQL(
            f'GRANT INSERT (holder_id) ON audit_entry TO "{APP}"',
            f'REVOKE INSERT (holder_id) ON audit_entry FROM "{APP}"',
        ),
        migrations.RemoveIndex(model_name="entry", name="audit_by_actor"),
        migrations.RemoveIndex(model_name="entry", name="audit_by_subject"),
        *(
            migrations.AddIndex(
                model_name="entry",
                index=models.Index(fields=[column, "id"], name=name),
            )
            for column, name in (
                ("subject_id", "audit_by_subject"),
                ("actor_id", "audit_by_actor"),
                ("holder_id", "audit_by_holder"),
                ("organisation_id", "audit_by_organisation"),
            )
        ),
        *(
            migrations.RunSQL(
                f"CREATE POLICY {name} ON audit_entry FOR SELECT USING ({condition})",
                f"DROP POLICY {name} ON audit_entry",
            )
            for name, condition in READERS.items()
        ),
    ]
