"""A team knows whose file is whose: a policy, and so nothing here (`accounts.policies.files`)."""

from django.db import migrations


class Migration(migrations.Migration):
    """Widen who knows a file, and keep everything that hangs on it where it was."""

    dependencies = [
        ("cases", "0006_state_contact"),
        ("reminders", "0002_row_security"),
    ]
    operations = []
