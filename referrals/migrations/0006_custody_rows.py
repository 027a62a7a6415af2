"""Row-level security of examinations from custody."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("referrals", "0005_examinations_from_custody")]
    operations = []
