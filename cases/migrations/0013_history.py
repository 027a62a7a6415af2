"""Earlier versions of rows."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0012_whole_consent')]
    operations = []
