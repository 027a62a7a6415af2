"""A team knows whose file is whose."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0006_state_contact')]
    operations = []
