"""Documents of a case."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cases', '0010_encrypted_contacts')]
    operations = []
