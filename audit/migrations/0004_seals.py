"""Seals over batches of audit rows."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('audit', '0003_exports')]
    operations = []
