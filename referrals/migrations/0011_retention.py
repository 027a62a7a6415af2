"""How long things are kept."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('referrals', '0010_history'), ('cases', '0014_retention')]
    operations = []
