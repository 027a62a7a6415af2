"""Examinations of detained people."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("referrals", "0004_sent_terms_stay")]
    operations = []
