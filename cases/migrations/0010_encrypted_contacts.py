"""Phones nobody reads in the database."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0009_agreements')]
    operations = []
