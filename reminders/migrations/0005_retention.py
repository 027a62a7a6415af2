"""What goes with a file: messages with their texts and numbers, and who wanted none."""

from django.db import migrations

from cases.erasure import forgetting
from reminders.erasure import ROWS


class Migration(migrations.Migration):

    dependencies = [('reminders', '0003_texts'), ('cases', '0010_encrypted_contacts'), ('referrals', '0011_retention')]
    operations = [migrations.RunSQL(*forgetting("reminders", ROWS))]
