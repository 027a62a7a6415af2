"""Numbers nobody reads in the database."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('reminders', '0003_texts'), ('cases', '0010_encrypted_contacts')]
    operations = []
