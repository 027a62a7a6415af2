"""Row-level security of envelopes."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("referrals", "0007_envelopes")]
    operations = []
