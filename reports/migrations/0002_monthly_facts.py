"""What stays of a month when files go."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('reports', '0001_city_months'), ('reminders', '0005_retention')]
    operations = []
