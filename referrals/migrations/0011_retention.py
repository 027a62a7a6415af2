"""What goes with a file: referrals, letters to consulates and sheets of reception centres."""

from django.db import migrations

from cases.erasure import forgetting
from referrals.erasure import ROWS


class Migration(migrations.Migration):

    dependencies = [('referrals', '0009_documents_shared'), ('cases', '0014_retention')]
    operations = [migrations.RunSQL(*forgetting("referrals", ROWS))]
