"""Which phones may get messages."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("cases", "0004_consent_texts")]
    operations = []
