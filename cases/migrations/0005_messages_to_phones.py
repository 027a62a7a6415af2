"""Which phones may get messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """No number gets a message until the person has agreed to it."""

    dependencies = [("cases", "0004_consent_texts")]
    operations = [
        migrations.AddField(
            model_name="contactpoint",
            name="may_message",
            field=models.BooleanField(default=False),
        ),
    ]
