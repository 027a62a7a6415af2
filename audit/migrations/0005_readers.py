"""Whose record a row speaks of; who may read the row stands in `accounts.policies`."""

from django.conf import settings
from django.db import migrations, models

APP = settings.DATABASES["default"]["USER"]


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
    ]
