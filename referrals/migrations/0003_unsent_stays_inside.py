"""A draft that was taken back was never sent, and its receiver sees neither: `accounts.policies`."""

from django.db import migrations


class Migration(migrations.Migration):
    """Keeps its place in the order; what it said stands in the file of all policies."""

    dependencies = [("referrals", "0002_row_security")]
    operations = []
