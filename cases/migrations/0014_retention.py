"""How long things are kept."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0013_history')]
    operations = []
