"""How long things are kept."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('reminders', '0004_encrypted_numbers'), ('referrals', '0011_retention')]
    operations = []
