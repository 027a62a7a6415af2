"""Invitations."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('accounts', '0003_countries_of_consulates'), ('audit', '0005_readers')]
    operations = []
