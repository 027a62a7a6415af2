"""Envelopes for consulates."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("referrals", "0006_custody_rows")]
    operations = []
