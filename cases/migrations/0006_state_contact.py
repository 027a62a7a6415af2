"""No contact with own state."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [("cases", "0005_messages_to_phones")]
    operations = []
